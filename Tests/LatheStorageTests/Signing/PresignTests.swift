internal import Foundation
internal import LatheCrypto
@testable internal import LatheStorage
internal import Testing

/// Presigned requests, as real servers judge them; curl sends them.
@Suite(.timeLimit(.minutes(5)))
struct PresignTests {
    @Test("Who has the request can read, and may have nothing else", arguments: [StoreKind.seaweed, .nanio])
    func get(kind: StoreKind) async throws {
        let tested = try await kind.make()
        let key = try ObjectKey("a b/ü+&.txt")
        try await tested.put("hello", at: key.text)
        let start = Date()
        let request = try #require(
            try tested.store.presign(PresignableRequest(.get, key, lifetime: .seconds(60))))
        #expect(try await send(request.url) == Reply(status: 200, text: "hello"))
        #expect(try await send(request.url.replacing(".txt", with: ".tyt")).status == 403)
        #expect(try await send(request.url, ["-X", "DELETE"]).status == 403)
        #expect(try await send(request.url.replacing("X-Amz-Expires=60", with: "X-Amz-Expires=61")).status == 403)
        #expect(start + 60...Date() + 60 ~= request.expiresAt)
    }

    @Test("Who has the request can write what was bound to it", arguments: [StoreKind.seaweed, .nanio])
    func put(kind: StoreKind) async throws {
        let tested = try await kind.make()
        let key = try ObjectKey("upload")
        let bound = ["Content-Type": "audio/flac", "Content-Length": "5"]
        let request = try #require(
            try tested.store.presign(PresignableRequest(.put, key, lifetime: .seconds(60), headers: bound)))
        #expect(request.headers == ["content-type": "audio/flac", "content-length": "5"])
        let headers = ["-X", "PUT", "-H", "content-type: audio/flac", "--data-binary"]
        #expect(try await send(request.url, headers + ["longer"]).status == 403)
        #expect(try await send(request.url, ["-X", "PUT", "--data-binary", "hello"]).status == 403)
        #expect(try await tested.store.head(key) == nil)
        #expect(try await send(request.url, headers + ["hello"]).status == 200)
        #expect(try await tested.text("upload") == "hello")
        #expect(try await tested.store.head(key)?.contentType == "audio/flac")
    }

    @Test("It ends when it says", arguments: [StoreKind.seaweed, .nanio])
    func expires(kind: StoreKind) async throws {
        guard let store = try await kind.make().store as? S3Store else { return }
        let (location, key) = (store.connection.location, try ObjectKey("x"))
        let path = location.path(try store.name(key))
        let host = HTTPField("host", location.host(at: location.endpoint))
        let query = store.connection.signer.query(
            presigning: "GET", path: path, query: [], headers: [host], lifetime: 60,
            at: Date(timeIntervalSinceNow: -120))
        #expect(try await send(location.url(at: location.endpoint, path: path, query: query)).status == 403)
    }

    @Test("From a second to a week, and not for a host of the caller's", arguments: [0, -1, 604_801])
    func limits(seconds: Int) async throws {
        let store = S3Store(try S3Location(bucket: "bucket"), credentials: .ofTests)
        let key = try ObjectKey("x")
        let wrong = [
            PresignableRequest(.get, key, lifetime: .seconds(seconds)),
            PresignableRequest(.get, key, lifetime: .seconds(1), headers: ["Host": "elsewhere"]),
        ]
        for request in wrong { #expect(throws: StorageError.self) { try store.presign(request) } }
        let request = try #require(try store.presign(PresignableRequest(.head, key, lifetime: .seconds(604_800))))
        #expect(request.description == "HEAD https://bucket.s3.us-east-1.amazonaws.com/x?…")
    }

    private struct Reply: Equatable {
        let status: Int
        let text: String
    }

    private func send(_ url: String, _ options: [String] = []) async throws -> Reply {
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["curl", "--silent", "--write-out", "\n%{http_code}"] + options + [url]
        process.standardOutput = output
        try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { _ in continuation.resume() }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        let lines = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        return Reply(status: Int(lines.last ?? "") ?? 0, text: lines.dropLast().joined(separator: "\n"))
    }
}
