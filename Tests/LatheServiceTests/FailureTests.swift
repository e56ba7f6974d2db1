import LatheCatalog
import LatheDatabase
import TestDatabases
import Testing

@testable import LatheService

@Suite("When something is away")
struct FailureTests {
    @Test(
        "A database that does not answer is 503, and when to try again; nothing of it is told",
        arguments: DatabaseKind.allCases
    )
    func database(kind: DatabaseKind) async throws {
        try await kind.onStage { stage in
            await stage.catalog.database.close()
            for (method, path, json) in [
                ("GET", "/artists", nil), ("POST", "/artists", #"{"name":"A"}"#), ("GET", "/tracks/t/stream", nil),
            ] as [(String, String, String?)] {
                let answer = try await stage.send(method, path, json)
                #expect(answer.status == 503 && answer.headers["retry-after"] == "2")
                #expect(answer.text("detail") == "The database is busy.")
            }
        }
    }

    @Test("A change that fails at its end leaves nothing behind", arguments: DatabaseKind.allCases)
    func rollback(kind: DatabaseKind) async throws {
        try await kind.onStage { stage in
            let library = try await Library(stage)
            let url = try await stage.upload()
            let json = #"{"albumId":"\#(library.album)","title":"T","trackUrl":"\#(url)"}"#
            let database = stage.catalog.database
            try await database.write { try $0.execute("ALTER TABLE outbox RENAME TO outbox_away") }
            #expect(try await stage.send("POST", "/tracks", json, headers: ["Idempotency-Key": "k"]).status == 500)
            try await database.write { try $0.execute("ALTER TABLE outbox_away RENAME TO outbox") }
            let jobs = try await stage.jobStates().count
            // The upload and the key are as unused as before.
            #expect(try await stage.send("POST", "/tracks", json, headers: ["Idempotency-Key": "k"]).status == 201)
            #expect(try await stage.jobStates().count == jobs + 1)
        }
    }
}
