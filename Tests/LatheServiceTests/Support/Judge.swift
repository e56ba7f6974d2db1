import Foundation

/// Judges answers by the contract, with an implementation of JSON Schema that is not ours.
enum Judge {
    struct Report: Decodable {
        let complaints: [String]
        /// `GET /artists 401`: promised, and nobody has got it.
        let unseen: [String]
    }

    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
    static let contract = "\(repository)/Sources/LatheService/Resources/openapi.json"

    /// - Parameter lines: one exchange each.
    static func judge(_ lines: String) async throws -> Report {
        try await withCheckedThrowingContinuation { continuation in
            Thread { continuation.resume(with: Result { try judgeBlocking(lines) }) }.start()
        }
    }

    private static func judgeBlocking(_ lines: String) throws -> Report {
        let file = FileManager.default.temporaryDirectory.appending(path: "lathe-exchanges-\(UUID().uuidString)")
        try Data(lines.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let (python, output) = (Process(), Pipe())
        python.executableURL = URL(filePath: "\(repository)/.build/test-tools/venv/bin/python")
        python.arguments = ["\(repository)/Tests/Support/check-contract.py", contract]
        python.standardInput = try FileHandle(forReadingFrom: file)
        python.standardOutput = output
        try python.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        python.waitUntilExit()
        return try JSONDecoder().decode(Report.self, from: data)
    }
}
