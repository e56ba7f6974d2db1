public import LatheDatabase

/// What lies in the store because the catalogue says so.
public enum StoredThing: Sendable, Hashable, Codable {
    /// A master that came by an upload.
    case upload(key: String)
    /// A master that somebody enqueued: in the store only where workers do not see the disk that it came from.
    case delivery(key: String)
    /// A package that listeners are sent to: `package.json` below the prefix, of that checksum, names the rest.
    case package(prefix: String, sha256: String)

    /// The key of its object, or the prefix of its objects' keys.
    fileprivate var key: String {
        switch self {
        case .upload(let key), .delivery(let key), .package(let key, _): key
        }
    }
}

extension Catalog {
    /// Lists all that the catalogue counts on, in an order that depends on the rows alone.
    ///
    /// Replaced revisions and those of deleted tracks are nobody's any more: whatever is left of them is garbage in its
    /// grace. Masters are kept even so.
    /// - Parameter body: called for each, a page of rows in memory at a time.
    public func forEachStored(in connection: Connection, _ body: (StoredThing) throws -> Void) throws {
        try Self.forEachRow(in: connection, Self.uploads) { try body(.upload(key: $0["object_key"])) }
        try Self.forEachRow(in: connection, Self.revisions) { row in
            let (master, prefix): (String, String?) = (try row["master_version"], try row["prefix"])
            if !master.hasPrefix("upload:") { try body(.delivery(key: "masters/\(master)")) }
            if let prefix { try body(.package(prefix: prefix, sha256: row["package_sha256"])) }
        }
    }

    /// Those of some things that the catalogue counts on now: others were replaced or given up since they were listed.
    ///
    /// - Parameter things: some dozen.
    public func stillStored(of things: [StoredThing], in connection: Connection) throws -> [StoredThing] {
        let keys: [String] = try connection.rows(
            """
            SELECT object_key AS key FROM uploads
            WHERE object_key IN (\(list: things.map(\.key))) AND state IN ('complete', 'used')
            """
        ).map { try $0["key"] }
        let prefixes: [String] = try connection.rows(
            """
            SELECT prefix AS key FROM revisions WHERE prefix IN (\(list: things.map(\.key))) AND retired_at IS NULL
            """
        ).map { try $0["key"] }
        let found = Set(keys + prefixes)
        return things.filter { thing in
            // No revision is ever deleted, and its master stays with it.
            if case .delivery = thing { return true }
            return found.contains(thing.key)
        }
    }

    private static let pageSize = 1000

    private static func forEachRow(
        in connection: Connection, _ query: (_ after: String) -> SQL, _ body: (Row) throws -> Void
    ) throws {
        var last = ""
        while case let rows = try connection.rows(query(last)), !rows.isEmpty {
            try rows.forEach(body)
            last = try rows[rows.count - 1]["id"]
        }
    }

    private static func uploads(after id: String) -> SQL {
        """
        SELECT id, object_key FROM uploads WHERE state IN ('complete', 'used') AND id > \(id)
        ORDER BY id LIMIT \(pageSize)
        """
    }

    private static func revisions(after id: String) -> SQL {
        """
        SELECT id, master_version, package_sha256, CASE WHEN retired_at IS NULL THEN prefix END AS prefix
        FROM revisions WHERE id > \(id) ORDER BY id LIMIT \(pageSize)
        """
    }
}
