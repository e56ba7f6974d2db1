internal import Foundation
internal import LatheDatabase
internal import TestServers

/// A database of each kind, empty but for one table.
enum TestDatabase {
    enum Kind: String, CaseIterable {
        case sqlite, postgreSQL, pgBouncer
    }

    /// A database that is only read, and stays open.
    static func shared(_ kind: Kind) async throws -> Database {
        switch kind {
        case .sqlite: return try await file.value
        case .postgreSQL: return try await server.value
        case .pgBouncer: return try await pooler.value
        }
    }

    private static let file = Task {
        let path =
            FileManager.default.temporaryDirectory.path
            + "/lathe-shared-\(ProcessInfo.processInfo.processIdentifier).db"
        return try Database(DatabaseURL(path))
    }
    private static let server = Task { try Database(DatabaseURL(try await PostgreSQLServer.shared.url)) }
    private static let pooler = Task { try Database(DatabaseURL(try await PgBouncer.shared.url(of: "postgres"))) }

    static func with(
        _ kind: Kind, options: DatabaseOptions = DatabaseOptions(),
        _ body: (Database) async throws -> Void
    ) async throws {
        try await withURL(kind) { url in
            let database = try Database(url, options: options)
            try await database.migrate([
                Migration("notes/1", ["CREATE TABLE notes (id bigint PRIMARY KEY, body text)"])
            ])
            do {
                try await body(database)
            } catch {
                await database.close()
                throw error
            }
            await database.close()
        }
    }

    /// A place with nothing in it.
    static func withURL(_ kind: Kind, _ body: (DatabaseURL) async throws -> Void) async throws {
        try await withAddress(kind) { try await body(try DatabaseURL($0)) }
    }

    /// Its URL as text, password and all: for another process.
    static func withAddress(_ kind: Kind, _ body: (String) async throws -> Void) async throws {
        switch kind {
        case .sqlite: try await withFile(body)
        case .postgreSQL:
            try await withServerDatabase { try await body(PostgreSQLServer.shared.url(of: $0)) }
        case .pgBouncer:
            try await withServerDatabase { try await body(PgBouncer.shared.url(of: $0)) }
        }
    }

    private static func withServerDatabase(_ body: (String) async throws -> Void) async throws {
        let name = try await ServerDatabases.shared.take()
        let result: Result<Void, any Error>
        do { result = .success(try await body(name)) } catch { result = .failure(error) }
        try await ServerDatabases.shared.giveBack(name)
        try result.get()
    }

    private static func withFile(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lathe-database-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body("sqlite://\(folder.path)/test.db")
    }
}

extension Database {
    func noteIDs() async throws -> [Int] {
        try await read { connection in try connection.rows("SELECT id FROM notes ORDER BY id").map { try $0["id"] } }
    }
}
