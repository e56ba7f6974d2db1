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
        .timeLimit(.minutes(10)))
    func visits() async throws {
        let (checks, status) = try await onOwnThread { try Self.visits() }
        for (way, check) in zip(Way.allCases, checks) where check.status != 0 {
            let report = check.text + check.complaints
            Attachment.record(report, named: "web-check-\(way).txt")
            Issue.record("\(way): \(report)")
        }
        #expect(status == 0, "told to stop, the service drains")
    }

    /// Blocks until all browsers are gone and the service has ended, with which status it says.
    private static func visits() throws -> (checks: [Tool.Result], status: Int32) {
        let data = try TemporaryFolder()
        // As `.ci/install-hls lathe-data/vendor` puts it there; `make test` has fetched it.
        try FileManager.default.copyItem(
            atPath: Tool.repository + "/.build/test-tools/vendor", toPath: data / "vendor")
        let served = try Served(in: data.path)
        defer { served.remove() }
        // The first uploads what all listen to.
        let checks = try Way.allCases.map { try visit(served, by: $0, isBrief: $0 != .native) }
        return (checks, served.end(SIGINT))
    }

    private static func visit(_ served: Served, by way: Way, isBrief: Bool) throws -> Tool.Result {
        try Tool.run(
            "timeout",
            [
                "180", "python3", Tool.repository + "/Tests/Support/web-check.py",
                "--base", "http://127.0.0.1:\(served.port)/", "--token", try #require(served.token),
                "--way", way.rawValue, "--master", Tool.fixture("music.flac"), "--gap", "100",
            ] + (isBrief ? ["--brief"] : []))
    }

    private func onOwnThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread { continuation.resume(with: Result { try body() }) }.start()
        }
    }
}
