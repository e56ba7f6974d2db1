internal import Foundation
internal import TestServers
internal import Testing

extension ServiceInUse {
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
            .timeLimit(.minutes(20)))
        func visits() async throws {
            let (checks, status) = try await onThread { try Self.visits() }
            for (way, check) in zip(Way.allCases, checks) where check.status != 0 {
                let lines = check.output.split(separator: "\n").filter { !$0.hasPrefix("ok ") }
                Issue.record("\(way) ended with \(check.status):\n\(lines.joined(separator: "\n"))")
            }
            #expect(status == 0, "told to stop, the service drains")
        }

        /// Blocks until all browsers are gone and the service has ended, with which status it says.
        private static func visits() throws -> (checks: [(output: String, status: Int32)], status: Int32) {
            let data = FileManager.default.temporaryDirectory.path + "/lathe-page-" + UUID().uuidString
            defer { try? FileManager.default.removeItem(atPath: data) }
            try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
            // As `.ci/install-hls lathe-data/vendor` puts it there; `make test` has fetched it.
            try FileManager.default.copyItem(atPath: TestTool.path("vendor"), toPath: data + "/vendor")
            let served = try Served(in: data)
            defer { served.remove() }
            // The first uploads what all listen to.
            let checks = try Way.allCases.map { try visit(served, by: $0, isBrief: $0 != .native) }
            return (checks, served.end(SIGINT))
        }

        private static func visit(
            _ served: Served, by way: Way, isBrief: Bool
        ) throws -> (output: String, status: Int32) {
            try Command.outcome(
                [
                    "/usr/bin/timeout", "400", "/usr/bin/python3", TestTool.script("web-check.py"),
                    "--base", "http://127.0.0.1:\(served.port)/", "--token", #require(served.token),
                    "--way", way.rawValue, "--master", TestTool.fixture("music.flac"), "--gap", "100",
                ] + (isBrief ? ["--brief"] : []))
        }
    }
}
