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
            .timeLimit(.minutes(50)))
        func visits() async throws {
            let (checks, status) = try await onThread { try Self.visits() }
            for (way, check) in zip(Way.allCases, checks) { Self.judge(check, of: way) }
            #expect(status == 0, "told to stop, the service drains")
        }

        @Test(
            "Masters go past the service into a bucket, in parts, and are played from there", .timeLimit(.minutes(35)))
        func bucket() async throws {
            let (bucket, port) = (try await S3Server.seaweed.makeBucket(), try FreePort.find())
            try await bucket.admit("http://127.0.0.1:\(port)")
            let ways = [Way.native, .script]
            let checks = try await onThread {
                let served = try Served(
                    in: Self.dataFolder(), port: port, options: ["--storage", bucket.url] + Self.unlimited,
                    environment: bucket.environment)
                defer { served.remove() }
                return try ways.map { try Self.visit(served, by: $0, options: ["--bucket", bucket.endpoint]) }
            }
            for (way, check) in zip(ways, checks) { Self.judge(check, of: way) }
        }

        /// A busy machine lowers the limits, and the page would wait as it is told.
        private static let unlimited = ["--rate-limits", "off"]

        private static func judge(_ check: (output: String, status: Int32), of way: Way) {
            guard check.status != 0 else { return }
            let lines = check.output.split(separator: "\n").filter { !$0.hasPrefix("ok ") }
            Issue.record("\(way) ended with \(check.status):\n\(lines.joined(separator: "\n"))")
        }

        /// Blocks until all browsers are gone and the service has ended, with which status it says.
        private static func visits() throws -> (checks: [(output: String, status: Int32)], status: Int32) {
            let served = try Served(in: dataFolder(), options: unlimited)
            defer { served.remove() }
            let checks = try Way.allCases.map { try visit(served, by: $0) }
            return (checks, served.end(SIGINT))
        }

        /// A service's folder, with hls.js where `.ci/install-hls lathe-data/vendor` puts it; `make test` has fetched it.
        private static func dataFolder() throws -> String {
            let data = FileManager.default.temporaryDirectory.path + "/lathe-page-" + UUID().uuidString
            try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: TestTool.path("vendor"), toPath: data + "/vendor")
            return data
        }

        /// The first uploads what all listen to.
        private static func visit(
            _ served: Served, by way: Way, options: [String] = []
        ) throws -> (output: String, status: Int32) {
            try Command.outcome(
                [
                    "/usr/bin/timeout", "900", "/usr/bin/python3", TestTool.script("web-check.py"),
                    "--base", "http://127.0.0.1:\(served.port)/", "--token", #require(served.token),
                    "--way", way.rawValue, "--master", TestTool.fixture("music.flac"), "--gap", "100",
                ] + options + (way == .native ? [] : ["--brief"]))
        }
    }
}
