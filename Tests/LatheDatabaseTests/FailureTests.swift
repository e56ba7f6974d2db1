internal import Foundation
internal import LatheDatabase
internal import Testing

/// How each kind of failure is told, the same by every database.
@Suite(.serialized)
struct FailureTests {
    private func error(
        _ kind: TestDatabase.Kind, _ statement: SQL, options: DatabaseOptions = DatabaseOptions()
    ) async throws -> DatabaseError {
        var error: DatabaseError?
        try await TestDatabase.with(kind, options: options) { database in
            try await database.write { connection in
                try connection.execute("CREATE TABLE parents (id bigint PRIMARY KEY)")
                try connection.execute(
                    """
                    CREATE TABLE children (
                        id bigint PRIMARY KEY, parent bigint REFERENCES parents (id), name text NOT NULL,
                        age bigint, CONSTRAINT age_is_positive CHECK (age > 0)
                    )
                    """)
            }
            error = await #expect(throws: DatabaseError.self) {
                try await database.write { connection in
                    try connection.execute("INSERT INTO parents VALUES (1)")
                    try connection.execute(statement)
                }
            }
        }
        return try #require(error)
    }

    @Test("A broken constraint says which", arguments: TestDatabase.Kind.allCases)
    func constraints(kind: TestDatabase.Kind) async throws {
        let unique = try await error(kind, "INSERT INTO parents VALUES (1)")
        #expect(unique.code == .constraint)
        #expect(unique.constraintKind == .unique)
        #expect(unique.constraint == (kind == .sqlite ? "parents.id" : "parents_pkey"))
        let check = try await error(kind, "INSERT INTO children VALUES (1, 1, 'a', -1)")
        #expect(check.constraintKind == .check)
        #expect(check.constraint == "age_is_positive")
        let null = try await error(kind, "INSERT INTO children VALUES (1, 1, NULL, 1)")
        #expect(null.constraintKind == .notNull)
        #expect(null.constraint == "children.name")
        let parent = try await error(kind, "INSERT INTO children VALUES (1, 2, 'a', 1)")
        #expect(parent.constraintKind == .foreignKey)
    }

    @Test(
        "A wrong statement is invalid", arguments: TestDatabase.Kind.allCases,
        ["SELEC 1", "SELECT * FROM nowhere", "SELECT 1; SELECT 2", "", " ; ", "SELECT nothing FROM parents"])
    func invalid(kind: TestDatabase.Kind, statement: String) async throws {
        #expect(try await error(kind, "\(raw: statement)").code == .invalid)
    }

    @Test("An error never quotes a bound value", arguments: TestDatabase.Kind.allCases)
    func discretion(kind: TestDatabase.Kind) async throws {
        let error = try await error(kind, "INSERT INTO children VALUES (1, 1, \("s3cret"), \(-1))")
        #expect(error.code == .constraint)
        #expect(!"\(error)".contains("s3cret"))
    }

    @Test(
        "A statement that takes too long times out, and the connection goes on", arguments: TestDatabase.Kind.allCases)
    func timeout(kind: TestDatabase.Kind) async throws {
        var options = DatabaseOptions()
        options.connections = 1
        options.statementTimeout = .milliseconds(500)
        let endless: SQL = """
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n % 1000 + 1 FROM numbers)
            SELECT count(*) FROM numbers
            """
        try await TestDatabase.withURL(kind) { url in
            let database = try Database(url, options: options)
            let start = ContinuousClock.now
            let read = await #expect(throws: DatabaseError.self) { try await database.read { try $0.rows(endless) } }
            #expect(read?.code == .timeout)
            let write = await #expect(throws: DatabaseError.self) { try await database.write { try $0.rows(endless) } }
            #expect(write?.code == .timeout)
            #expect(ContinuousClock.now - start < .seconds(60))
            let one: Int? = try await database.write { try $0.first("SELECT 1 AS one")?["one"] }
            #expect(one == 1)
            await database.close()
        }
    }

    @Test(
        "When no connection is free in time the call fails, and a later one succeeds",
        arguments: TestDatabase.Kind.allCases)
    func exhaustion(kind: TestDatabase.Kind) async throws {
        var options = DatabaseOptions()
        options.connections = 2
        options.acquireTimeout = .seconds(5)
        try await TestDatabase.with(kind, options: options) { database in
            let gate = Gate()
            let holders = try await (0..<2).asyncMap { _ in try await gate.hold(database) }
            let error = await #expect(throws: DatabaseError.self) { try await database.noteIDs() }
            #expect(error?.code == .busy)
            gate.open()
            for holder in holders { try await holder.value }
            let ids = try await database.noteIDs()
            #expect(ids == [])
        }
    }

    @Test("A call that is cancelled while it waits fails at once", arguments: TestDatabase.Kind.allCases)
    func cancellation(kind: TestDatabase.Kind) async throws {
        var options = DatabaseOptions()
        options.connections = 1
        options.acquireTimeout = .seconds(60)
        try await TestDatabase.with(kind, options: options) { database in
            let gate = Gate()
            let holder = try await gate.hold(database)
            let waiter = Task { try await database.noteIDs() }
            waiter.cancel()
            await #expect(throws: CancellationError.self) { try await waiter.value }
            gate.open()
            try await holder.value
        }
    }

    @Test("A closed database refuses", arguments: TestDatabase.Kind.allCases)
    func closed(kind: TestDatabase.Kind) async throws {
        try await TestDatabase.with(kind) { database in
            let stream = database.notifications(on: "notes")
            await database.close()
            let error = await #expect(throws: DatabaseError.self) { try await database.noteIDs() }
            #expect(error?.code == .unavailable)
            for await _ in stream { Issue.record("nothing was notified") }
        }
    }
}
