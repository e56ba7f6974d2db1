import Foundation
import LatheDatabase
import Synchronization
import TestServers

/// A database of each kind.
enum TestDatabase: String, CaseIterable {
    case sqlite, postgreSQL

    static let all = allCases
}

/// An empty database, gone afterwards.
func withDatabase(
    _ kind: TestDatabase, clock: (@Sendable () -> Int64)? = nil, _ body: (Database) async throws -> Void
) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lathe-jobs-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var options = DatabaseOptions()
    options.clock = clock
    let url =
        switch kind {
        case .sqlite: "sqlite://\(folder.path)/jobs.db"
        case .postgreSQL:
            try await PostgreSQLServer.shared.url(of: PostgreSQLServer.shared.createDatabase())
        }
    let database = try Database(DatabaseURL(url), options: options)
    do {
        try await body(database)
    } catch {
        await database.close()
        throw error
    }
    await database.close()
}

/// A clock that is put.
final class TestClock: Sendable {
    private let milliseconds = Mutex<Int64>(0)

    var time: Int64 {
        get { milliseconds.withLock { $0 } }
        set { milliseconds.withLock { $0 = newValue } }
    }
}
