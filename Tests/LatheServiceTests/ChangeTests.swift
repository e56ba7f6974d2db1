import LatheAccess
import TestDatabases
import Testing

@testable import LatheService

@Suite("Changes that are repeated, or meet others")
struct ChangeTests {
    @Test("A change that is based on something older is refused", arguments: DatabaseKind.allCases)
    func lostUpdate(kind: DatabaseKind) async throws {
        try await kind.onStage { stage in
            let library = try await Library(stage)
            for (path, json) in [
                ("/artists/\(library.artist)", #"{"name":"%"}"#), ("/albums/\(library.album)", #"{"title":"%"}"#),
                ("/tracks/\(library.track)", #"{"title":"%"}"#), ("/playlists/\(library.publicList)", #"{"name":"%"}"#),
                ("/users/\(library.user)", #"{"name":"%"}"#),
            ] {
                let tag = try #require(try await stage.send("GET", path).headers["etag"])
                let mine = { (name: String, headers: [String: String]) in
                    try await stage.send("PATCH", path, json.replacing("%", with: name), headers: headers)
                }
                let first = try await mine("first", ["If-Match": tag])
                #expect(first.status == 200 && first.headers["etag"] != tag)
                #expect(try await mine("second", ["If-Match": tag]).status == 412)
                #expect(try await mine("weak", ["If-Match": "W/\(first.headers["etag"] ?? "")"]).status == 412)
                #expect(try await stage.send("GET", path).body.contains("first"))
                #expect(try await stage.send("DELETE", path, headers: ["If-Match": tag]).status == 412)
                #expect(try await mine("third", ["If-Match": "\(tag), \(first.headers["etag"] ?? "")"]).status == 200)
                #expect(try await mine("fourth", ["If-Match": "*"]).status == 200)
                #expect(try await mine("fifth", [:]).status == 200)
            }
        }
    }

    @Test("Of many changes from the same version one is made", arguments: DatabaseKind.allCases)
    func race(kind: DatabaseKind) async throws {
        try await kind.onStage { stage in
            let path = "/artists/\(try await Library(stage).artist)"
            let tag = try #require(try await stage.send("GET", path).headers["etag"])
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<12 {
                    group.addTask {
                        try await stage.send("PATCH", path, #"{"name":"\#(number)"}"#, headers: ["If-Match": tag])
                            .status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [200] + Array(repeating: 412, count: 11))
        }
    }

    @Test("The same request under the same key is carried out once", arguments: DatabaseKind.allCases)
    func once(kind: DatabaseKind) async throws {
        try await kind.onStage { stage in
            let library = try await Library(stage)
            let url = try await stage.upload()
            let json = #"{"albumId":"\#(library.album)","title":"T","trackUrl":"\#(url)"}"#
            let send = { @Sendable (json: String, caller: Caller) in
                try await stage.send("POST", "/tracks", as: caller, json, headers: ["Idempotency-Key": "k-1"])
            }
            let answers = try await withThrowingTaskGroup(of: Exchange.self) { group in
                for _ in 0..<8 { group.addTask { try await send(json, .member) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(answers.map(\.status)) == [201])
            #expect(Set(answers.map(\.body)).count == 1)
            #expect(answers.filter { $0.headers["idempotent-replayed"] == "true" }.count == 7)
            #expect(Set(answers.map { $0.headers["location"] ?? "" }).count == 1)
            #expect(try await stage.jobStates().count == 2)
            #expect(try await send(json.replacing("\"T\"", with: "\"U\""), .member).status == 422)
            // The key is the caller's own, and a refusal is not remembered.
            #expect(try await send(json, .stranger).status == 422, "not the stranger's upload")
            #expect(try await send(json, .admin).status == 422)
        }
    }

    @Test("What others lie in is not deleted, and the last member stays")
    func conflicts() async throws {
        try await DatabaseKind.sqlite.onStage { stage in
            let library = try await Library(stage)
            #expect(try await stage.send("DELETE", "/artists/\(library.artist)").status == 409)
            #expect(try await stage.send("DELETE", "/albums/\(library.album)").status == 409)
            let members = "/artists/\(library.emptyArtist)/members"
            #expect(try await stage.send("DELETE", "\(members)/member").status == 409)
            #expect(try await stage.send("DELETE", "\(members)/nobody").status == 404)
            let user = #"{"subject":"member","name":"N","role":"listener"}"#
            #expect(try await stage.send("POST", "/users", as: .admin, user).text("pointer") == "/subject")
        }
    }

    @Test("Too many requests are refused, with the time after which to come back; streams go on")
    func limits() async throws {
        let limit = RateLimit(3, per: 60)
        let policies = [
            RateClass.read: RatePolicy(perSubject: limit, perAddress: limit),
            .auth: .init(
                perSubject: limit, perAddress: limit),
        ]
        try await DatabaseKind.sqlite.onStage(limits: policies) { stage in
            var statuses: [Int] = []
            for _ in 0..<4 { statuses.append(try await stage.send("GET", "/artists").status) }
            #expect(statuses == [200, 200, 200, 429])
            let refused = try await stage.send("GET", "/artists")
            #expect(refused.headers["retry-after"] == "20" && refused.headers["ratelimit"] != nil)
            #expect(try await stage.send("GET", "/tracks/none/stream").status == 404)
            statuses = []
            for _ in 0..<4 { statuses.append(try await stage.send("GET", "/artists", as: .nobody).status) }
            #expect(statuses == [401, 401, 401, 429])
        }
    }
}
