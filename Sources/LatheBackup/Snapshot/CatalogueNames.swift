internal import Foundation
internal import LatheCatalog
internal import LatheDatabase

/// What a catalogue names at one moment, in two files.
struct CatalogueNames: Sendable {
    /// JSON lines of `StoredThing`.
    let all: String
    /// JSON lines of keys: of the enqueued masters that were put into the store, in the order of `all`.
    ///
    /// A list of its own: that of a backup is held against the one that its database makes, whichever version made it.
    let owed: String

    init(in spool: Spool) { (all, owed) = (spool.newFile(), spool.newFile()) }

    /// Writes both, in the transaction that the connection is in.
    func write(_ catalog: Catalog, _ connection: Connection) throws {
        try Self.list(catalog, connection, in: all)
        let writer = try LineWriter(owed)
        try connection.forEachOwedDelivery { try writer.append($0) }
        try writer.flush()
    }

    /// Writes what is in `all`.
    static func list(_ catalog: Catalog, _ connection: Connection, in path: String) throws {
        let writer = try LineWriter(path)
        try catalog.forEachStored(in: connection) { try writer.append($0) }
        try writer.flush()
    }

    func remove() { for path in [all, owed] { unlink(path) } }
}

/// What a catalogue names.
struct NamedThing: Sendable {
    let thing: StoredThing
    /// It was put into the store. A master that workers read from the disk where it was never is.
    let isOwed: Bool
}

/// Reads names, some at a time.
struct NameReader {
    private let names: LineReader<StoredThing>
    private var owed: LineWalk<String>

    init(_ names: CatalogueNames) throws {
        self.names = try LineReader(names.all)
        owed = LineWalk(try LineReader(names.owed))
    }

    /// The next ones, in order; none at the end.
    mutating func next(upTo limit: Int) async throws -> [NamedThing] {
        var named: [NamedThing] = []
        for thing in try await names.next(upTo: limit) {
            var isOwed = true
            if case .delivery(let key) = thing { isOwed = try await owed.take { $0 == key } != nil }
            named.append(NamedThing(thing: thing, isOwed: isOwed))
        }
        return named
    }
}
