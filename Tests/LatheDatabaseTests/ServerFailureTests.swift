internal import Foundation
internal import LatheDatabase
internal import TestServers
internal import Testing

/// A server that dies, refuses, or does not answer.
@Suite(.serialized)
struct ServerFailureTests {
    @Test("A killed server is reported in bounded time; when it is back, so is the database", .timeLimit(.minutes(3)))
    func killedServer() async throws {
        let server = try await PostgreSQLServer()
        var options = DatabaseOptions()
        options.acquireTimeout = .seconds(5)
        let database = try Database(DatabaseURL(server.url), options: options)
        try await database.migrate([Migration("notes/1", ["CREATE TABLE notes (id bigint PRIMARY KEY)"])])
        for round in 0..<2 {
            try await database.write { try $0.execute("INSERT INTO notes VALUES (\(round))") }
            try server.kill9()
            let start = ContinuousClock.now
            let error = await #expect(throws: DatabaseError.self) { try await database.noteIDs() }
            #expect(error?.code == .unavailable)
            #expect(error?.outcomeUnknown == false)
            #expect(ContinuousClock.now - start < .seconds(60))
            try await server.restart()
            let ids = try await database.noteIDs()
            #expect(ids == Array(0...round))
        }
        await database.close()
    }

    @Test(
        "Connections that died while they were idle are replaced unnoticed",
        arguments: [TestDatabase.Kind.postgreSQL, .pgBouncer])
    func deadWhileIdle(kind: TestDatabase.Kind) async throws {
        try await TestDatabase.with(kind) { database in
            for id in 1...3 {
                try await database.write { try $0.execute("INSERT INTO notes (id) VALUES (\(id))") }
                let name: String? = try await database.read {
                    try $0.first("SELECT current_database()::text AS name")?["name"]
                }
                try await PostgreSQLServer.shared.psql(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(name ?? "")'")
            }
            let ids = try await database.noteIDs()
            #expect(ids == [1, 2, 3])
        }
    }

    @Test(
        "Statements are prepared by name only where the session is one's own",
        arguments: [TestDatabase.Kind.postgreSQL, .pgBouncer])
    func preparedByName(kind: TestDatabase.Kind) async throws {
        var options = DatabaseOptions()
        options.connections = 1
        try await TestDatabase.with(kind, options: options) { database in
            let count: Int? = try await database.read {
                try $0.first("SELECT count(*) AS count FROM pg_prepared_statements")?["count"]
            }
            let isPrepared = (count ?? 0) > 0
            #expect(isPrepared == (kind == .postgreSQL))
        }
    }

    @Test("A server that does not answer is unavailable, after as long as a call may wait", .timeLimit(.minutes(2)))
    func frozenServer() async throws {
        let server = try await PostgreSQLServer()
        var options = DatabaseOptions()
        options.acquireTimeout = .seconds(1)
        let hasty = try Database(DatabaseURL(server.url), options: options)
        try server.freeze()
        let start = ContinuousClock.now
        let error = await #expect(throws: DatabaseError.self) { try await hasty.read { try $0.rows("SELECT 1") } }
        #expect(error?.code == .unavailable)
        #expect(ContinuousClock.now - start < .seconds(20))
        try server.thaw()
        let patient = try Database(DatabaseURL(server.url))
        let one: Int? = try await patient.read { try $0.first("SELECT 1 AS one")?["one"] }
        #expect(one == 1)
        await hasty.close()
        await patient.close()
    }

    @Test("A transaction whose connection is lost before the commit is run again")
    func lostBeforeCommit() async throws {
        try await TestDatabase.with(.postgreSQL) { database in
            let runs = Counter()
            try await database.write { connection in
                try connection.execute("INSERT INTO notes (id) VALUES (1)")
                if runs.next() == 1 { try connection.execute("SELECT pg_terminate_backend(pg_backend_pid())") }
            }
            #expect(runs.next() == 3)
            let ids = try await database.noteIDs()
            #expect(ids == [1])
        }
    }

    @Test("A connection lost during the commit leaves the outcome open, and nothing is run again")
    func lostDuringCommit() async throws {
        try await TestDatabase.with(.postgreSQL) { database in
            let runs = Counter()
            // Deferred: it ends the connection when the commit is under way.
            try await database.write { connection in
                try connection.execute(
                    """
                    CREATE FUNCTION hang_up() RETURNS trigger LANGUAGE plpgsql AS
                    $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$
                    """)
                try connection.execute(
                    """
                    CREATE CONSTRAINT TRIGGER hang_up AFTER INSERT ON notes DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION hang_up()
                    """)
            }
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { connection in
                    _ = runs.next()
                    try connection.execute("INSERT INTO notes (id) VALUES (1)")
                }
            }
            #expect(error?.code == .unavailable)
            #expect(error?.outcomeUnknown == true)
            #expect(runs.next() == 2)
        }
    }

    @Test("A wrong password is denied at once, and not quoted")
    func wrongPassword() async throws {
        let url = try await PostgreSQLServer.shared.url.replacing(PostgreSQLServer.password, with: "wr0ng-one")
        var options = DatabaseOptions()
        options.acquireTimeout = .seconds(60)
        let database = try Database(DatabaseURL(url), options: options)
        let start = ContinuousClock.now
        let error = await #expect(throws: DatabaseError.self) { try await database.noteIDs() }
        #expect(error?.code == .denied)
        #expect(ContinuousClock.now - start < .seconds(30))
        #expect(error.map { "\($0)".contains("wr0ng-one") } == false)
        await database.close()
    }

    @Test("Nobody listening is unavailable, after as long as a call may wait")
    func nobodyThere() async throws {
        var options = DatabaseOptions()
        options.acquireTimeout = .milliseconds(500)
        // Port 1 of 127.0.0.1 is nobody's.
        let database = try Database(DatabaseURL("postgres://u:s3cret@127.0.0.1:1/n"), options: options)
        let error = await #expect(throws: DatabaseError.self) { try await database.noteIDs() }
        #expect(error?.code == .unavailable)
        #expect(error.map { "\($0)".contains("s3cret") } == false)
        await database.close()
    }
}
