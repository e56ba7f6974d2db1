internal import Foundation
internal import TestServers
internal import Testing

/// Headless Chromium uses the page of a running service as a person would.
@Suite("The web page", .serialized)
struct WebPageTests {
    /// How a browser plays: all that it can, without HLS of its own, and without Media Source Extensions either.
    enum Way: String, CaseIterable {
        case native
        case script = "hls.js"
        case progressive
    }

    @Test(
        "From upload to the next track without a gap; every view has labels, contrast and a visible focus",
        .timeLimit(.minutes(4)), arguments: Way.allCases)
    func visit(way: Way) async throws {
        let check = try await onOwnThread { try Self.check(way) }
        let report = check.text + check.complaints
        if check.status != 0 { Attachment.record(report, named: "web-check-\(way).txt") }
        #expect(check.status == 0, "\(report)")
    }

    /// Blocks until the browser is gone and the service has drained.
    private static func check(_ way: Way) throws -> Tool.Result {
        let data = try TemporaryFolder()
        if way == .script {
            // As `.ci/install-hls lathe-data/vendor` puts it there; `make test` has fetched it.
            try FileManager.default.copyItem(
                atPath: Tool.repository + "/.build/test-tools/vendor", toPath: data / "vendor")
        }
        let served = try Served(in: data.path)
        defer { served.remove() }
        let token = try #require(served.token)
        let result = try Tool.run(
            "timeout",
            [
                "180", "python3", Tool.repository + "/Tests/Support/web-check.py",
                "--base", "http://127.0.0.1:\(served.port)/", "--token", token, "--way", way.rawValue,
                "--master", Tool.fixture("music.flac"), "--gap", "100",
            ] + (way == .native ? [] : ["--brief"]))
        #expect(served.end(SIGINT) == 0, "it drains, with nobody there any more")
        return result
    }

    private func onOwnThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread { continuation.resume(with: Result { try body() }) }.start()
        }
    }
}
