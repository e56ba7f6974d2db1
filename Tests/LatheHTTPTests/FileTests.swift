internal import Foundation
internal import LatheHTTP
internal import Testing

/// Ranges and conditions, RFC 9110 §13 and §14, without a server and over a socket.
struct FileTests {
    /// A file of ten bytes, last changed on 1994-11-06 08:49:37 GMT, with the tag `"v1"`.
    private func withFile<Value>(_ body: ((inout Router) -> Void) async throws -> Value) async throws -> Value {
        let path = FileManager.default.temporaryDirectory.path + "/lathe-http-" + UUID().uuidString
        try Data("0123456789".utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 784_111_777)], ofItemAtPath: path)
        return try await body { router in
            router.register(.get, "/file") { request in
                guard let file = FileBody(path: path) else { throw Problem(404) }
                return .file(file, for: request, type: "audio/mp4", entityTag: "\"v1\"")
            }
        }
    }

    private static let same = "Sun, 06 Nov 1994 08:49:37 GMT"
    private static let older = "Sunday, 06-Nov-94 08:49:36 GMT"
    private static let newer = "Sun Nov  6 08:49:38 1994"

    @Test(
        "A range is answered with its part", arguments: Client.allCases,
        [
            ("bytes=0-0", "0", "bytes 0-0/10"), ("bytes=2-5", "2345", "bytes 2-5/10"),
            ("bytes=7-", "789", "bytes 7-9/10"),
            ("bytes=-3", "789", "bytes 7-9/10"), ("bytes=-99", "0123456789", "bytes 0-9/10"),
            ("bytes=8-99999999999999999999", "89", "bytes 8-9/10"), ("Bytes= 1-2 ", "12", "bytes 1-2/10"),
        ])
    func part(client: Client, example: (range: String, content: String, contentRange: String)) async throws {
        let answer = try await withFile {
            try await client.send("GET", "/file", headers: ["Range": example.range], routes: $0)
        }
        #expect(
            answer
                == Exchanged(
                    status: 206,
                    headers: [
                        "content-range": example.contentRange, "content-type": "audio/mp4", "accept-ranges": "bytes",
                        "etag": "\"v1\"", "last-modified": Self.same,
                    ], content: example.content))
    }

    @Test(
        "What is no single range is answered with the whole", arguments: Client.allCases,
        [
            "bytes=0-1,3-4", "bytes=5-2", "bytes=a-b", "bytes=", "items=0-1", "bytes=-", "bytes=+1-2",
        ])
    func whole(client: Client, range: String) async throws {
        let answer = try await withFile { try await client.send("GET", "/file", headers: ["Range": range], routes: $0) }
        #expect(answer.status == 200)
        #expect(answer.content == "0123456789")
    }

    @Test("A range beyond the end is refused", arguments: Client.allCases, ["bytes=10-", "bytes=99-100", "bytes=-0"])
    func unsatisfiable(client: Client, range: String) async throws {
        let answer = try await withFile { try await client.send("GET", "/file", headers: ["Range": range], routes: $0) }
        #expect(answer.status == 416)
        #expect(answer.headers["content-range"] == "bytes */10")
    }

    @Test("Conditions decide in the order of the standard", arguments: Client.allCases)
    func conditions(client: Client) async throws {
        let cases: [(headers: [String: String], status: Int)] = [
            (["If-None-Match": "\"v1\""], 304), (["If-None-Match": "W/\"v1\""], 304), (["If-None-Match": "*"], 304),
            (["If-None-Match": "\"a\", \"v1\""], 304), (["If-None-Match": "\"v2\""], 200),
            (["If-Modified-Since": Self.same], 304), (["If-Modified-Since": Self.newer], 304),
            (["If-Modified-Since": Self.older], 200), (["If-Modified-Since": "yesterday"], 200),
            (["If-None-Match": "\"v2\"", "If-Modified-Since": Self.same], 200),
            (["If-Match": "\"v1\""], 200), (["If-Match": "*"], 200), (["If-Match": "W/\"v1\""], 412),
            (["If-Match": "\"v2\""], 412), (["If-Unmodified-Since": Self.same], 200),
            (["If-Unmodified-Since": Self.older], 412),
            (["If-Match": "\"v1\"", "If-Unmodified-Since": Self.older], 200),
            (["Range": "bytes=0-0", "If-Range": "\"v1\""], 206), (["Range": "bytes=0-0", "If-Range": "\"v2\""], 200),
            (["Range": "bytes=0-0", "If-Range": "W/\"v1\""], 200),
            (["Range": "bytes=0-0", "If-Range": Self.same], 206),
            (["Range": "bytes=0-0", "If-Range": Self.newer], 200),
            (["Range": "bytes=99-", "If-None-Match": "\"v1\""], 304),
        ]
        for example in cases {
            let answer = try await withFile {
                try await client.send("GET", "/file", headers: example.headers, routes: $0)
            }
            #expect(answer.status == example.status, "\(example.headers)")
            if example.status == 304 {
                #expect(answer.content.isEmpty)
                #expect(answer.headers["etag"] == "\"v1\"")
            }
        }
    }

    @Test("HEAD says what GET would send", arguments: Client.allCases)
    func head(client: Client) async throws {
        let answer = try await withFile {
            try await client.send("HEAD", "/file", headers: ["Range": "bytes=0-1"], routes: $0)
        }
        #expect(answer.status == 200)
        #expect(answer.headers["content-range"] == nil)
        #expect(answer.content.isEmpty)
    }

    @Test("What is no regular file is not opened", arguments: ["/dev/null", "/tmp", "/nonexistent"])
    func irregular(path: String) { #expect(FileBody(path: path) == nil) }
}
