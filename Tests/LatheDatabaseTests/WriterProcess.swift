internal import Foundation
internal import Synchronization

/// A child process that writes and says what was acknowledged: `DatabaseWriter`.
final class WriterProcess: Sendable {
    let acknowledged: AsyncStream<Int>
    private let identifier: Int32
    private let ending: Task<Int32, Never>

    init(_ url: String, from first: Int, count: Int, callers: Int) throws {
        let process = Process()
        process.executableURL = URL(filePath: Self.path)
        process.arguments = [url, "\(first)", "\(count)", "\(callers)"]
        let output = Pipe()
        process.standardOutput = output
        let (status, statusInput) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = { statusInput.yield($0.terminationStatus) }
        try process.run()
        identifier = process.processIdentifier
        ending = Task { await status.first { _ in true } ?? -1 }
        acknowledged = Self.numbers(from: output.fileHandleForReading)
    }

    func kill9() { kill(identifier, SIGKILL) }

    /// Its exit status, or the signal that ended it.
    var status: Int32 { get async { await ending.value } }

    /// Read on a thread of its own; whole lines only.
    private static func numbers(from file: FileHandle) -> AsyncStream<Int> {
        let (stream, input) = AsyncStream<Int>.makeStream()
        Thread {
            var rest = ""
            while let data = try? file.read(upToCount: 4096), !data.isEmpty {
                rest += String(decoding: data, as: UTF8.self)
                let lines = rest.split(separator: "\n", omittingEmptySubsequences: false)
                lines.dropLast().compactMap { Int($0) }.forEach { input.yield($0) }
                rest = String(lines.last ?? "")
            }
            input.finish()
        }.start()
        return stream
    }

    /// Beside the test bundle, which is an executable in the folder of all products, or is loaded by a runner.
    static var path: String {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return URL(filePath: bundle).deletingLastPathComponent().appending(path: "DatabaseWriter").path
    }
}
