internal import Foundation
internal import LatheDatabase
internal import Testing

struct CopyTests {
    /// Runs a body in a folder with a database of one table and some rows.
    private static func withDatabase(_ body: (Database, _ folder: String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/lathe-copy-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let database = try Database(DatabaseURL(file: folder + "/x.db"))
        try await database.write { connection in
            try connection.execute("CREATE TABLE songs (name TEXT PRIMARY KEY)")
            for index in 0..<1000 { try connection.execute("INSERT INTO songs (name) VALUES (\("song \(index)"))") }
            // Without it a copy could number its rows anew, and nobody would notice.
            try connection.execute("DELETE FROM songs WHERE rowid % 3 = 0")
        }
        try await body(database, folder)
        await database.close()
    }

    private static func shell(_ file: String, _ statement: String) throws -> String {
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/sqlite3")
        process.arguments = [file, statement]
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    @Test("A copy is what its transaction sees, row identifiers included, and whole by SQLite's own judgement")
    func moment() async throws {
        try await Self.withDatabase { database, folder in
            let copy = folder + "/copy.db"
            let expected = try Self.shell(folder + "/x.db", "SELECT rowid, name FROM songs")
            let (begun, reader) = AsyncStream<Void>.makeStream()
            let written = DispatchSemaphore(value: 0)
            async let copied: Void = database.read { connection in
                _ = try connection.first("SELECT count(*) AS count FROM songs")
                reader.finish()
                // On the connection's own thread.
                written.wait()
                try connection.copy(to: copy)
            }
            for await _ in begun {}
            try await database.write { try $0.execute("INSERT INTO songs (name) VALUES ('too late')") }
            written.signal()
            try await copied
            #expect(try Self.shell(copy, "PRAGMA integrity_check") == "ok\n")
            let isSame = try Self.shell(copy, "SELECT rowid, name FROM songs") == expected
            #expect(isSame)
        }
    }

    @Test("A copy that cannot be made says why")
    func failure() async throws {
        try await Self.withDatabase { database, folder in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.read { try $0.copy(to: folder + "/nowhere/copy.db") }
            }
            #expect(error?.code == .unavailable)
            let again = try await database.read { connection -> Int in
                try connection.first("SELECT count(*) AS count FROM songs")?["count"] ?? 0
            }
            #expect(again == 667)
        }
    }

    @Test("What was applied is told in order, and nothing of a database without tables")
    func migrations() async throws {
        try await Self.withDatabase { database, _ in
            #expect(try await database.read { try $0.appliedMigrations() } == [])
            let statement: SQL = "CREATE TABLE IF NOT EXISTS other (id TEXT)"
            try await database.migrate([Migration("b/0001", [statement]), Migration("a/0001", [statement])])
            #expect(try await database.read { try $0.appliedMigrations() } == ["a/0001", "b/0001"])
        }
    }

    @Test("Programs of PostgreSQL find everything in their environment, and SQLite has none")
    func environment() throws {
        let url = try DatabaseURL("postgres://ada:s%40cret@db.example:5433/music?sslmode=require")
        #expect(
            url.clientEnvironment == [
                "PGHOST": "db.example", "PGPORT": "5433", "PGUSER": "ada", "PGPASSWORD": "s@cret",
                "PGDATABASE": "music", "PGSSLMODE": "require",
            ])
        #expect(url.scrubbed("no s@cret here") == "no *** here")
        #expect(try DatabaseURL(file: "/x.db").clientEnvironment == nil)
    }
}
