internal import Foundation
internal import LatheDatabase
internal import Testing

@Suite(.serialized)
struct MigrationTests {
    private let first = Migration("things/1", ["CREATE TABLE things (id bigint PRIMARY KEY)"])
    private let second = Migration(
        "things/2", ["ALTER TABLE things ADD COLUMN name text", "INSERT INTO things VALUES (1, \("one"))"])

    private func names(_ database: Database) async throws -> [String?] {
        try await database.read { connection in try connection.rows("SELECT name FROM things").map { try $0["name"] } }
    }

    @Test("Steps are applied once, in order", arguments: TestDatabase.Kind.allCases)
    func once(kind: TestDatabase.Kind) async throws {
        try await TestDatabase.with(kind) { database in
            try await database.migrate([first])
            try await database.migrate([first, second])
            try await database.migrate([first, second])
            let names = try await names(database)
            #expect(names == ["one"])
        }
    }

    @Test("Programs that start at the same time apply each step once", arguments: TestDatabase.Kind.allCases)
    func together(kind: TestDatabase.Kind) async throws {
        try await TestDatabase.withURL(kind) { url in
            let databases = try (0..<6).map { _ in try Database(url) }
            try await withThrowingTaskGroup { group in
                for database in databases { group.addTask { try await database.migrate([first, second]) } }
                try await group.waitForAll()
            }
            let names = try await names(databases[0])
            #expect(names == ["one"])
            for database in databases { await database.close() }
        }
    }

    @Test("A step that fails leaves nothing behind", arguments: TestDatabase.Kind.allCases)
    func whole(kind: TestDatabase.Kind) async throws {
        try await TestDatabase.with(kind) { database in
            let broken = Migration(
                "things/2", ["ALTER TABLE things ADD COLUMN name text", "INSERT INTO nowhere VALUES (1)"])
            let error = await #expect(throws: DatabaseError.self) { try await database.migrate([first, broken]) }
            #expect(error?.code == .invalid)
            try await database.migrate([first, second])
            let names = try await names(database)
            #expect(names == ["one"])
        }
    }

    @Test("Altered, missing and unknown steps are refused", arguments: TestDatabase.Kind.allCases)
    func contradictions(kind: TestDatabase.Kind) async throws {
        try await TestDatabase.with(kind) { database in
            try await database.migrate([first, second])
            let cases: [([Migration], String)] = [
                (
                    [Migration("things/1", ["CREATE TABLE things (id text PRIMARY KEY)"]), second],
                    #"cannot migrate "things/1": it was applied with other statements than it has now."#
                ),
                (
                    [second],
                    #"cannot migrate "things/1": it was applied, and this version of Lathe does not have it."#
                ),
                (
                    [first],
                    #"cannot migrate "things/2": the database was written by a newer Lathe, which added it. Run the newer version."#
                ),
                (
                    [first, Migration("things/1b", []), second],
                    #"cannot migrate "things/1b": later ones were applied without it."#
                ),
            ]
            for (migrations, message) in cases {
                let error = await #expect(throws: DatabaseError.self) { try await database.migrate(migrations) }
                #expect(error?.code == .schema)
                #expect(error?.description == message)
            }
        }
    }

    @Test("Histories are independent of each other", arguments: TestDatabase.Kind.allCases)
    func groups(kind: TestDatabase.Kind) async throws {
        try await TestDatabase.with(kind) { database in
            try await database.migrate([Migration("zebra/1", ["CREATE TABLE zebras (id bigint)"])])
            try await database.migrate([first, second])
            let names = try await names(database)
            #expect(names == ["one"])
        }
    }

    @Test("Where nothing is to do, nobody waits for a transaction that writes", arguments: TestDatabase.Kind.allCases)
    func nothingToDo(kind: TestDatabase.Kind) async throws {
        var options = DatabaseOptions()
        options.acquireTimeout = .seconds(30)
        try await TestDatabase.withURL(kind) { [first, second] url in
            let writer = try Database(url)
            try await writer.migrate([first, second])
            let (held, begun) = AsyncStream<Void>.makeStream()
            let end = DispatchSemaphore(value: 0)
            let writing = Task {
                defer { begun.finish() }
                try await writer.write { _ in
                    begun.finish()
                    end.wait()
                }
            }
            for await _ in held {}
            let starter = try Database(url, options: options)
            let error: (any Error)?
            do { (error, _) = (nil, try await starter.migrate([first, second])) } catch let failure { error = failure }
            end.signal()
            try await writing.value
            #expect(error == nil)
            await starter.close()
            await writer.close()
        }
    }

    @Test("Identifiers must rise")
    func order() async throws {
        try await TestDatabase.with(.sqlite) { database in
            let error = await #expect(throws: DatabaseError.self) { try await database.migrate([second, first]) }
            #expect(error?.code == .invalid)
        }
    }

    @Test("A migration may take longer than a statement", arguments: TestDatabase.Kind.allCases)
    func patience(kind: TestDatabase.Kind) async throws {
        var options = DatabaseOptions()
        options.statementTimeout = .seconds(1)
        let long: SQL = """
            INSERT INTO notes (id) SELECT count(*) FROM (
                WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 8000000)
                SELECT n FROM numbers) AS counted
            """
        let endless: SQL = """
            INSERT INTO notes (id) WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n % 1000 + 1 FROM numbers)
            SELECT count(*) FROM numbers
            """
        try await TestDatabase.withURL(kind) { url in
            let database = try Database(url)
            try await database.migrate([Migration("notes/1", ["CREATE TABLE notes (id bigint PRIMARY KEY)"])])
            let hasty = try Database(url, options: options)
            try await hasty.migrate([Migration("slow/1", [long])])
            let ids = try await database.noteIDs()
            #expect(ids == [8_000_000])
            let error = await #expect(throws: DatabaseError.self) { try await hasty.write { try $0.execute(endless) } }
            #expect(error?.code == .timeout)
            await hasty.close()
            await database.close()
        }
    }
}
