import LatheCatalog
import LatheDatabase
import Synchronization
import TestDatabases
import Testing

@Suite("Requests that are sent again")
struct IdempotencyTests {
    private static let request = IdempotentRequest(subject: "ann", key: "k", hash: "1")
    private static let created = StoredAnswer(status: 201, headers: "Location: /a", body: "{}")

    private struct Failure: Error {}

    @Test("Of many at the same moment one is carried out, and all have its answer", arguments: DatabaseKind.allCases)
    func concurrent(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            let outcomes = try await withThrowingTaskGroup(of: IdempotentOutcome.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        try await catalog.write { catalog, connection in
                            try catalog.once(Self.request, in: connection) { connection in
                                let artist = try catalog.createArtist(named: "\(number)", by: ann, in: connection)
                                return StoredAnswer(status: 201, headers: "", body: artist.id)
                            }
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let artists = try await catalog.read { try $0.artists(in: $1).items }
            let artist = try #require(artists.first)
            let answer = StoredAnswer(status: 201, headers: "", body: artist.id)
            #expect(artists.count == 1)
            #expect(outcomes.filter { $0 == .answered(answer) }.count == 1)
            #expect(outcomes.filter { $0 == .replayed(answer) }.count == 7)
        }
    }

    @Test("A key belongs to one request of one subject", arguments: DatabaseKind.allCases)
    func mismatch(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            let first = try await Self.send(Self.request, to: catalog)
            #expect(first == .answered(Self.created))
            var other = Self.request
            other.hash = "2"
            let second = try await Self.send(other, to: catalog)
            #expect(second == .mismatch)
            other.subject = "bob"
            let third = try await Self.send(other, to: catalog)
            #expect(third == .answered(Self.created))
            let fourth = try await Self.send(Self.request, to: catalog)
            #expect(fourth == .replayed(Self.created))
        }
    }

    @Test("What failed or was refused may be tried again", arguments: DatabaseKind.allCases)
    func again(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            await #expect(throws: Failure.self) {
                try await catalog.write { try $0.once(Self.request, in: $1) { _ in throw Failure() } }
            }
            let refusal = StoredAnswer(status: 409, headers: "", body: "not yet")
            let fifth = try await Self.send(Self.request, to: catalog, answer: refusal)
            #expect(fifth == .answered(refusal))
            let sixth = try await Self.send(Self.request, to: catalog)
            #expect(sixth == .answered(Self.created))
        }
    }

    @Test("An answer is forgotten when its time is over", arguments: DatabaseKind.allCases)
    func expiry(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            var short = Self.request
            short.lifetime = 0
            let seventh = try await Self.send(short, to: catalog)
            #expect(seventh == .answered(Self.created))
            let eighth = try await Self.send(short, to: catalog)
            #expect(eighth == .answered(Self.created))
            #expect(try await catalog.forgetAnswers() == 1)
            #expect(try await catalog.forgetAnswers() == 0)
            let ninth = try await Self.send(Self.request, to: catalog)
            #expect(ninth == .answered(Self.created))
            #expect(try await catalog.forgetAnswers() == 0)
        }
    }

    private static func send(
        _ request: IdempotentRequest, to catalog: Catalog, answer: StoredAnswer = created
    ) async throws -> IdempotentOutcome {
        try await catalog.write { try $0.once(request, in: $1) { _ in answer } }
    }
}
