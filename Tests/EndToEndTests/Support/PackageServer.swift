internal import Foundation
internal import TestServers

/// Serves a package, and a page that plays it, over HTTP with ranges.
final class PackageServer {
    /// On 127.0.0.1.
    let port: String

    private let folder: TemporaryFolder
    private let process: Process

    init(_ package: String) async throws {
        folder = try TemporaryFolder()
        let support = Tool.repository + "/Tests/Support"
        process = try Tool.start(
            "python3", [support + "/page-server.py", package, support + "/player.html"], output: folder / "server")
        port = try await Self.line(0, of: folder / "server", within: 60)
    }

    deinit { process.terminate() }

    /// What the page reports at its end.
    func report(within seconds: Int) async throws -> Data {
        Data(try await Self.line(1, of: folder / "server", within: seconds).utf8)
    }

    /// Waits for a whole line of a growing file.
    private static func line(_ index: Int, of path: String, within seconds: Int) async throws -> String {
        for _ in 0..<seconds * 10 {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            if lines.count > index + 1 { return String(lines[index]) }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw Tool.Missing(description: "\(path) has no line \(index + 1) after \(seconds) s")
    }
}
