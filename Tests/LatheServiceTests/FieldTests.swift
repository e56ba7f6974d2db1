import TestDatabases
import Testing

@testable import LatheService

@Suite("What requests may hold")
struct FieldTests {
    @Test("A wrong field is told by its place")
    func pointers() async throws {
        try await DatabaseKind.sqlite.onStage { stage in
            let library = try await Library(stage)
            for (method, path, json, status, pointer) in Self.cases(library) {
                let answer = try await stage.send(method, path, json)
                #expect(answer.status == status, "\(method) \(path) \(json.prefix(60)): \(answer.body)")
                #expect(answer.text("pointer") == pointer, "\(json.prefix(60))")
                #expect(answer.headers["content-type"] == "application/problem+json")
            }
        }
    }

    private static func cases(_ library: Library) -> [(String, String, String, Int, String)] {
        let long = String(repeating: "é", count: 301)
        let (artist, list) = (library.artist, "/playlists/\(library.publicList)/tracks")
        return [
            ("POST", "/artists", "{", 400, ""), ("POST", "/artists", "", 400, ""),
            ("POST", "/artists", #"{"name":"A","name":"B"}"#, 400, ""), ("POST", "/artists", "[]", 422, ""),
            ("POST", "/artists", "{}", 422, "/name"), ("POST", "/artists", #"{"name":7}"#, 422, "/name"),
            ("POST", "/artists", #"{"name":null}"#, 422, "/name"), ("POST", "/artists", #"{"name":""}"#, 422, "/name"),
            ("POST", "/artists", #"{"name":" \u00a0"}"#, 422, "/name"),
            ("POST", "/artists", #"{"name":"a\u0000b"}"#, 422, "/name"),
            ("POST", "/artists", #"{"name":"\#(long)"}"#, 422, "/name"),
            ("POST", "/artists", #"{"name":"A","a/b~c":1}"#, 422, "/a~1b~0c"),
            ("POST", "/albums", #"{"artistId":"no such!","title":"T"}"#, 422, "/artistId"),
            ("POST", "/albums", #"{"artistId":"none","title":"T"}"#, 404, "/artistId"),
            (
                "POST", "/albums", #"{"artistId":"\#(artist)","title":"T","releasedOn":"2026-02-29"}"#, 422,
                "/releasedOn"
            ),
            ("PATCH", "/albums/\(library.album)", #"{"releasedOn":20260227}"#, 422, "/releasedOn"),
            ("POST", "/playlists", #"{"name":"P","isPublic":"yes"}"#, 422, "/isPublic"),
            ("PUT", list, #"{"trackIds":"all"}"#, 422, "/trackIds"),
            ("PUT", list, #"{"trackIds":["\#(library.track)",3]}"#, 422, "/trackIds/1"),
            ("PUT", list, #"{"trackIds":["\#(library.track)","none"]}"#, 404, "/trackIds/1"),
            ("POST", "/artists", #"{"name":"\#(String(repeating: "x", count: 70_000))"}"#, 413, ""),
        ]
    }

    @Test("Names may have what people write: every script, 300 of any character")
    func names() async throws {
        try await DatabaseKind.sqlite.onStage { stage in
            for name in ["Sigur Rós", "坂本龍一", "👩‍👩‍👧 & \\\"Söhne\\\"", String(repeating: "é", count: 300)] {
                let answer = try await stage.send("POST", "/artists", "{\"name\":\"\(name)\"}")
                #expect(answer.status == 201)
                #expect(answer.text("name") == name.replacing("\\\"", with: "\""))
            }
        }
    }

    @Test("An album's day can be set, kept and cleared")
    func releasedOn() async throws {
        try await DatabaseKind.sqlite.onStage { stage in
            let path = "/albums/\(try await Library(stage).album)"
            #expect(
                try await stage.send("PATCH", path, #"{"releasedOn":"2024-02-29"}"#).text("releasedOn") == "2024-02-29")
            #expect(try await stage.send("PATCH", path, #"{"title":"T"}"#).text("releasedOn") == "2024-02-29")
            #expect(try await stage.send("PATCH", path, #"{"releasedOn":null}"#)["releasedOn"] == nil)
        }
    }

    @Test(
        "Only JSON is taken, and only sensible queries",
        arguments: [
            ("GET", "/artists?limit=0", 400), ("GET", "/artists?limit=101", 400), ("GET", "/artists?limit=ten", 400),
            ("GET", "/artists?cursor=nonsense", 400), ("GET", "/artists?owned=perhaps", 400), ("GET", "/search", 400),
            ("GET", "/search?q=a&limit=51", 400), ("GET", "/jobs?state=lost", 400), ("GET", "/jobs?cursor=%27", 400),
        ])
    func queries(method: String, path: String, status: Int) async throws {
        try await DatabaseKind.sqlite.onStage { stage in
            #expect(try await stage.send(method, path, as: .admin).status == status)
            for type in ["text/plain", "application/x-www-form-urlencoded"] {
                let refused = try await stage.send("POST", "/artists", "{}", headers: ["Content-Type": type])
                #expect(refused.status == 415)
            }
        }
    }
}
