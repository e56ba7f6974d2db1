import Foundation
import LatheCatalog
import LatheDatabase
import Synchronization
import TestServers

/// A database of each kind.
enum TestDatabase: String, CaseIterable {
    case sqlite, postgreSQL

    static let all = allCases
}

/// A catalogue in a database of its own, gone afterwards.
///
/// - Parameter steps: how many migrations; nil for all.
func withCatalog(
    on kind: TestDatabase, steps: Int? = nil, clock: (@Sendable () -> Int64)? = nil,
    _ body: (Catalog) async throws -> Void
) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lathe-catalog-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var options = DatabaseOptions()
    options.clock = clock
    let server = kind == .postgreSQL ? try await PostgreSQLServer.shared : nil
    let name = try await server?.createDatabase()
    let url = server.flatMap { server in name.map { server.url(of: $0) } } ?? "sqlite://\(folder.path)/catalog.db"
    let database = try Database(DatabaseURL(url), options: options)
    let result: Result<Void, any Error>
    do {
        try await database.migrate(Array(Catalog.migrations.prefix(steps ?? .max)))
        result = .success(try await body(Catalog(database: database)))
    } catch {
        result = .failure(error)
    }
    await database.close()
    if let name { try await server?.dropDatabase(name) }
    try result.get()
}

extension Catalog {
    /// Runs in a transaction of its own.
    @discardableResult
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Catalog, Connection) throws -> Value
    ) async throws -> Value {
        try await database.write { try body(self, $0) }
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Catalog, Connection) throws -> Value
    ) async throws -> Value {
        try await database.read { try body(self, $0) }
    }
}

/// A clock that is put.
final class TestClock: Sendable {
    private let milliseconds = Mutex<Int64>(1_000_000)

    var time: Int64 {
        get { milliseconds.withLock { $0 } }
        set { milliseconds.withLock { $0 = newValue } }
    }
}
