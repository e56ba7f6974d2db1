internal import Foundation
internal import TestServers

/// A Python of `make test`, with packages that know the standards better than we do.
enum Oracle {
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// What a script of Tests/Support writes when it is given an input.
    static func run(_ script: String, _ arguments: [String] = [], input: String = "") async throws -> Data {
        let program = "\(repository)/.build/test-tools/venv/bin/python"
        guard FileManager.default.isExecutableFile(atPath: program) else {
            throw Failed(description: "\(program) is not there: run the tests with `make test`")
        }
        let folder = try TemporaryFolder()
        try folder.write(input, to: "in")
        try folder.write("", to: "out")
        let python = Process()
        python.executableURL = URL(filePath: program)
        python.arguments = ["\(repository)/Tests/Support/\(script)"] + arguments
        python.standardInput = try FileHandle(forReadingFrom: URL(filePath: folder / "in"))
        python.standardOutput = try FileHandle(forWritingTo: URL(filePath: folder / "out"))
        let status = try await withCheckedThrowingContinuation { continuation in
            python.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try python.run() } catch { continuation.resume(throwing: error) }
        }
        guard status == 0 else { throw Failed(description: "\(script) ended with \(status)") }
        return try Data(contentsOf: URL(filePath: folder / "out"))
    }

    struct Failed: Error, CustomStringConvertible {
        let description: String
    }
}
