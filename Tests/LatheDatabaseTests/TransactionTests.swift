internal import Foundation
internal import LatheDatabase
internal import Testing

/// What every database does alike.
@Suite(.serialized)
struct TransactionTests {
    private struct Refusal: Error, Equatable {}

    @Test("What a transaction wrote is read afterwards", arguments: TestDatabase.Kind.allCases)
    func readsWhatWasWritten(kind: TestDatabase.Kind) async throws {
        try await TestDatabase.with(kind) { database in
            try await database.write {
                try $0.execute("INSERT INTO notes (id, body) VALUES (\(Int64.max), \("ü€𝄞'--"))")
            }
            let row = try await database.read { try $0.first("SELECT * FROM notes") }
            let id: Int64? = try row?["id"]
            let body: String? = try row?["body"]
            #expect(id == Int64.max)
            #expect(body == "ü€𝄞'--")
        }
    }

    @Test("A body that throws leaves nothing behind", arguments: TestDatabase.Kind.allCases)
    func rollsBack(kind: TestDatabase.Kind) async throws {
        try await TestDatabase.with(kind) { database in
            await #expect(throws: Refusal()) {
                try await database.write { connection in
                    try connection.execute("INSERT INTO notes (id) VALUES (1)")
                    throw Refusal()
                }
            }
            let ids = try await database.noteIDs()
            #expect(ids == [])
        }
    }

    @Test("Of many concurrent bodies exactly those that throw are undone", arguments: TestDatabase.Kind.allCases)
    func undoesAlone(kind: TestDatabase.Kind) async throws {
        try await TestDatabase.with(kind) { database in
            await withTaskGroup { group in
                for id in 0..<60 {
                    group.addTask {
                        try? await database.write { connection in
                            try connection.execute("INSERT INTO notes (id) VALUES (\(id))")
                            if id % 3 == 0 { throw Refusal() }
                        }
                    }
                }
            }
            let ids = try await database.noteIDs()
            #expect(ids == (0..<60).filter { $0 % 3 != 0 })
        }
    }

    @Test("A statement's error fails the transaction even when it is caught", arguments: TestDatabase.Kind.allCases)
    func failsWhole(kind: TestDatabase.Kind) async throws {
        try await TestDatabase.with(kind) { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { connection in
                    try connection.execute("INSERT INTO notes (id) VALUES (1)")
                    _ = try? connection.execute("INSERT INTO notes (id) VALUES (1)")
                }
            }
            #expect(error?.code == .constraint)
            let ids = try await database.noteIDs()
            #expect(ids == [])
        }
    }

    @Test("A read cannot write", arguments: TestDatabase.Kind.allCases)
    func readsOnly(kind: TestDatabase.Kind) async throws {
        try await TestDatabase.with(kind) { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.read { try $0.execute("INSERT INTO notes (id) VALUES (1)") }
            }
            #expect(error?.code == .denied)
        }
    }

    @Test(
        "A body cannot end its transaction", arguments: TestDatabase.Kind.allCases,
        ["COMMIT", "rollback", " BEGIN", "SAVEPOINT a", "END", "/* a */ COMMIT", "--\nCOMMIT"])
    func keepsTransaction(kind: TestDatabase.Kind, statement: String) async throws {
        try await TestDatabase.with(kind) { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { connection in
                    try connection.execute("INSERT INTO notes (id) VALUES (1)")
                    try connection.execute("\(raw: statement)")
                }
            }
            #expect(error?.code == .invalid)
            let ids = try await database.noteIDs()
            #expect(ids == [])
        }
    }

    @Test("The rows that a statement changed are counted", arguments: TestDatabase.Kind.allCases)
    func counts(kind: TestDatabase.Kind) async throws {
        try await TestDatabase.with(kind) { database in
            let counts = try await database.write { connection in
                [
                    try connection.execute("INSERT INTO notes (id) VALUES (1), (2), (3)"),
                    try connection.execute("UPDATE notes SET body = \("x") WHERE id > \(1)"),
                    try connection.execute("UPDATE notes SET body = \("x") WHERE id > \(10)"),
                    try connection.execute("SELECT * FROM notes"),
                    try connection.execute("CREATE INDEX note_bodies ON notes (body)"),
                    try connection.execute("DELETE FROM notes RETURNING id"),
                ]
            }
            #expect(counts == [3, 2, 0, 0, 0, 3])
        }
    }

    @Test("A connection is of no use after its body", arguments: TestDatabase.Kind.allCases)
    func expires(kind: TestDatabase.Kind) async throws {
        /// Smuggles a connection out.
        // @unchecked: filled before `read` returns, read after it.
        final class Thief: @unchecked Sendable {
            var connection: Connection?
        }
        try await TestDatabase.with(kind) { database in
            let thief = Thief()
            try await database.read { thief.connection = $0 }
            let connection = try #require(thief.connection)
            let error = #expect(throws: DatabaseError.self) { try connection.execute("SELECT 1") }
            #expect(error?.code == .invalid)
        }
    }

    @Test(
        "Notifications come after the commit, and only then", .timeLimit(.minutes(1)),
        arguments: TestDatabase.Kind.allCases)
    func notifies(kind: TestDatabase.Kind) async throws {
        try await TestDatabase.with(kind) { database in
            var notifications = database.notifications(on: "notes").makeAsyncIterator()
            try? await database.write { connection in
                connection.notify("notes")
                throw Refusal()
            }
            try await database.write { connection in
                try connection.execute("INSERT INTO notes (id) VALUES (1)")
                connection.notify("notes")
            }
            #expect(await notifications.next() != nil)
            let ids = try await database.noteIDs()
            #expect(ids == [1])
        }
    }
}
