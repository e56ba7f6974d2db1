internal import Foundation
internal import LatheHTTP
@testable internal import LatheService
internal import Testing

/// The page and what comes with it.
struct PageTests {
    private func site(mediaOrigin: String? = nil) -> Site {
        Site(
            embedded: [
                ("index.html", Data("<html>".utf8).base64EncodedString()),
                ("views/queue.js", Data("one".utf8).base64EncodedString()),
                ("player/queue.js", Data("two".utf8).base64EncodedString()),
            ], mediaOrigin: mediaOrigin)
    }

    private func ask(
        _ path: String, _ headers: HTTPHeaders = [:], mediaOrigin: String? = nil
    ) async throws -> Answer? {
        let target = try #require(RequestTarget("/app/" + path))
        let response = site(mediaOrigin: mediaOrigin).response(to: Request(.get, target, headers: headers), path: path)
        guard let response else { return nil }
        return try await Answer(response, isHead: false)
    }

    @Test(
        "Files of one name in two folders are two", arguments: [("views/queue.js", "one"), ("player/queue.js", "two")])
    func folders(path: String, content: String) async throws {
        let answer = try #require(try await ask(path))
        #expect(answer.text == content)
        #expect(answer.headers["content-type"] == "text/javascript; charset=utf-8")
    }

    @Test(
        "Nothing of others runs in the page, and it speaks with its own service and the store, with nobody else",
        arguments: [nil, "https://music.cdn.example"])
    func policy(store: String?) async throws {
        let answer = try #require(try await ask("", mediaOrigin: store))
        let others = store.map { " " + $0 } ?? ""
        #expect(answer.text == "<html>")
        #expect(
            answer.headers["content-security-policy"]
                == "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
                + "media-src 'self' blob:\(others); connect-src 'self'\(others); worker-src 'self' blob:; "
                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
        #expect(answer.headers["x-content-type-options"] == "nosniff")
        #expect(answer.headers["referrer-policy"] == "no-referrer")
    }

    @Test("What the browser has is not sent again")
    func validator() async throws {
        let tag = try #require(try await ask("")?.headers["etag"])
        #expect(try await ask("", ["If-None-Match": "\"x\", \(tag)"])?.status == 304)
        #expect(try await ask("", ["If-None-Match": "\"x\""])?.status == 200)
        #expect(try await ask("nothing.js") == nil)
    }

    @Test("The service has the page, its description and no program of others by itself")
    func routes() async throws {
        let stage = try await Stage.make()
        let root = try await stage.send("GET", "/")
        #expect(root.status == 307)
        #expect(root.headers["location"] == "app/")
        #expect(try await stage.send("GET", "/app/").headers["content-type"] == "text/html; charset=utf-8")
        let description = try await stage.send("GET", "/openapi.json")
        #expect(description.headers["content-type"] == "application/json")
        #expect(try JSONSerialization.jsonObject(with: Data(description.content)) is [String: Any])
        #expect(try await stage.send("GET", "/vendor/hls.js").status == 404)
    }

    @Test("hls.js is served where it is installed")
    func vendor() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/lathe-vendor-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data("hls".utf8).write(to: URL(filePath: folder + "/hls.js"))
        let stage = try await Stage.make { $0.vendorFolder = folder }
        let answer = try await stage.send("GET", "/vendor/hls.js")
        #expect(answer.text == "hls")
        #expect(answer.headers["content-type"] == "text/javascript; charset=utf-8")
    }
}
