internal import Foundation
internal import TestServers
internal import Testing

/// Headless Chromium uses the page of a running service as a person would.
struct WebPageTests {
    /// How a browser plays: by all that it has, without HLS of its own, and without Media Source Extensions either.
    enum Way: String, CaseIterable {
        case native
        case script = "hls.js"
        case progressive
    }

    @Test(
        "From upload to the next track without a gap; every view has labels, contrast and a visible focus",
        .timeLimit(.minutes(5)))
    func visits() async throws {
        try await onOwnThread {
            let data = try TemporaryFolder()
            // As `.ci/install-hls lathe-data/vendor` puts it there; `make test` has fetched it.
            try FileManager.default.copyItem(
                atPath: Tool.repository + "/.build/test-tools/vendor", toPath: data / "vendor")
            let served = try Served(in: data.path)
            defer { served.remove() }
            // The first uploads what all listen to.
            for way in Way.allCases { try Self.visit(served, by: way, isBrief: way != .native) }
            #expect(served.end(SIGINT) == 0, "it drains")
        }
    }

    /// Blocks until the browser is gone.
    private static func visit(_ served: Served, by way: Way, isBrief: Bool) throws {
        let check = try Tool.run(
            "timeout",
            [
                "180", "python3", Tool.repository + "/Tests/Support/web-check.py",
                "--base", "http://127.0.0.1:\(served.port)/", "--token", try #require(served.token),
                "--way", way.rawValue, "--master", Tool.fixture("music.flac"), "--gap", "100",
            ] + (isBrief ? ["--brief"] : []))
        guard check.status != 0 else { return }
        let report = check.text + check.complaints
        Attachment.record(report, named: "web-check-\(way).txt")
        Issue.record("\(way): \(report)")
    }

    private func onOwnThread(_ body: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { continuation in
            Thread { continuation.resume(with: Result { try body() }) }.start()
        }
    }
}
