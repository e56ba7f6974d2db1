internal import Foundation
internal import LatheDatabase
internal import Testing

/// Transactions that meet.
@Suite(.serialized)
struct ConcurrencyTests {
    @Test("Increments by many callers are all counted", arguments: TestDatabase.Kind.allCases)
    func increments(kind: TestDatabase.Kind) async throws {
        try await TestDatabase.with(kind) { database in
            try await database.write { try $0.execute("INSERT INTO notes (id, body) VALUES (0, '0')") }
            try await withThrowingTaskGroup { group in
                for _ in 0..<100 {
                    group.addTask {
                        try await database.write {
                            try $0.execute("UPDATE notes SET body = CAST(CAST(body AS bigint) + 1 AS text)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            let count: String? = try await database.read { try $0.first("SELECT body FROM notes")?["body"] }
            #expect(count == "100")
        }
    }

    @Test("Who looks before it writes takes turns", arguments: TestDatabase.Kind.allCases)
    func turns(kind: TestDatabase.Kind) async throws {
        try await TestDatabase.with(kind) { database in
            try await withThrowingTaskGroup { group in
                for id in 0..<16 {
                    group.addTask {
                        try await database.write { connection in
                            try connection.takeTurn(at: "notes")
                            let count: Int = try connection.first("SELECT count(*) AS n FROM notes")?["n"] ?? 0
                            guard count < 4 else { return }
                            try connection.execute("INSERT INTO notes (id, body) VALUES (\(id), '')")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.noteIDs().count == 4)
        }
    }

    @Test(
        "Transactions that lock each other's rows are run again until both are done", .timeLimit(.minutes(5)),
        arguments: TestDatabase.Kind.allCases)
    func deadlock(kind: TestDatabase.Kind) async throws {
        try await TestDatabase.with(kind) { database in
            try await database.write { try $0.execute("INSERT INTO notes (id, body) VALUES (1, ''), (2, '')") }
            try await withThrowingTaskGroup { group in
                for (first, second) in [(1, 2), (2, 1)] {
                    group.addTask {
                        for _ in 0..<3 {
                            try await database.write { connection in
                                try connection.execute("UPDATE notes SET body = body || 'x' WHERE id = \(first)")
                                if kind != .sqlite { try connection.execute("SELECT pg_sleep(0.05)") }
                                try connection.execute("UPDATE notes SET body = body || 'x' WHERE id = \(second)")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let bodies: [String] = try await database.read {
                try $0.rows("SELECT body FROM notes").map { try $0["body"] }
            }
            #expect(bodies == ["xxxxxx", "xxxxxx"])
        }
    }

    @Test("A body that times out is undone alone", arguments: TestDatabase.Kind.allCases)
    func timeoutAlone(kind: TestDatabase.Kind) async throws {
        let endless: SQL = """
            INSERT INTO notes (id) WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n % 1000 + 1 FROM numbers)
            SELECT count(*) FROM numbers
            """
        var options = DatabaseOptions()
        options.statementTimeout = .seconds(5)
        try await TestDatabase.with(kind, options: options) { database in
            let outcomes = Counter()
            await withTaskGroup { group in
                for id in 0..<12 {
                    group.addTask {
                        do {
                            try await database.write { connection in
                                try connection.execute("INSERT INTO notes (id) VALUES (\(id))")
                                if id == 5 { try connection.execute(endless) }
                            }
                        } catch {
                            #expect(id == 5)
                            #expect((error as? DatabaseError)?.code == .timeout)
                            _ = outcomes.next()
                        }
                    }
                }
            }
            #expect(outcomes.next() == 2)
            let ids = try await database.noteIDs()
            #expect(ids == [0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11])
        }
    }

    @Test("A read sees one moment only", arguments: TestDatabase.Kind.allCases)
    func snapshot(kind: TestDatabase.Kind) async throws {
        try await TestDatabase.with(kind) { database in
            let (reads, readsInput) = AsyncStream<Void>.makeStream()
            let written = DispatchSemaphore(value: 0)
            async let counts = {
                // Also where the body is not reached.
                defer { readsInput.finish() }
                return try await database.read { connection in
                    let count: SQL = "SELECT count(*) AS count FROM notes"
                    let before: Int? = try connection.first(count)?["count"]
                    readsInput.finish()
                    written.wait()
                    let after: Int? = try connection.first(count)?["count"]
                    return [before, after]
                }
            }()
            for await _ in reads {}
            try await database.write { try $0.execute("INSERT INTO notes (id) VALUES (1)") }
            written.signal()
            #expect(try await counts == [0, 0])
        }
    }

    @Test("A table that another program changed is read with its new columns", arguments: TestDatabase.Kind.allCases)
    func changedTable(kind: TestDatabase.Kind) async throws {
        var options = DatabaseOptions()
        options.connections = 1
        try await TestDatabase.withURL(kind) { url in
            let one = try Database(url, options: options)
            let other = try Database(url)
            try await one.migrate([Migration("a", ["CREATE TABLE a (x bigint)", "INSERT INTO a VALUES (1)"])])
            for _ in 0..<3 { _ = try await one.read { try $0.rows("SELECT * FROM a") } }
            try await other.write { try $0.execute("ALTER TABLE a ADD COLUMN y bigint DEFAULT 2") }
            let y: Int? = try await one.read { try $0.first("SELECT * FROM a")?["y"] }
            #expect(y == 2)
            await one.close()
            await other.close()
        }
    }

    @Test("PostgreSQL tells other processes", .timeLimit(.minutes(1)))
    func notifiesOthers() async throws {
        try await TestDatabase.withURL(.postgreSQL) { url in
            let listener = try Database(url)
            let notifier = try Database(url)
            var notifications = listener.notifications(on: "jobs \"ü\"").makeAsyncIterator()
            // The first is the one that says that it listens from now on.
            #expect(await notifications.next() != nil)
            try await notifier.write { $0.notify("jobs \"ü\"") }
            #expect(await notifications.next() != nil)
            await listener.close()
            await notifier.close()
        }
    }
}
