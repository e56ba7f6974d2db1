internal import Foundation

/// A run of the `lathe` that was built with these tests.
final class LatheProcess: Sendable {
    private let identifier: pid_t
    private let ending: Task<Int32, Never>

    /// - Parameter log: a file that what it says is added to.
    init(_ arguments: [String], environment: [String: String], log: String) throws {
        if !FileManager.default.fileExists(atPath: log) { try Data().write(to: URL(filePath: log)) }
        let output = try FileHandle(forWritingTo: URL(filePath: log))
        try output.seekToEnd()
        let process = Process()
        process.executableURL = URL(filePath: Self.executable)
        process.arguments = arguments
        process.environment = ["SWIFT_BACKTRACE": "enable=no", "PATH": "/usr/bin:/bin"].merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        let (status, input) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = {
            input.yield($0.terminationReason == .exit ? $0.terminationStatus : 128 + $0.terminationStatus)
            input.finish()
        }
        try process.run()
        identifier = process.processIdentifier
        ending = Task { await status.first { _ in true } ?? -1 }
    }

    deinit { if isAlive { kill(identifier, SIGKILL) } }

    /// A child that ended and was not waited for yet counts as dead.
    var isAlive: Bool { FileManager.default.fileExists(atPath: "/proc/\(identifier)/exe") }

    /// - Returns: its exit status, or 128 and the signal that ended it.
    @discardableResult
    func end(_ signal: Int32) async -> Int32 {
        kill(identifier, signal)
        return await ending.value
    }

    /// Of memory that is its own and in RAM. Bytes.
    var residentBytes: Int {
        let fields = (try? String(contentsOfFile: "/proc/\(identifier)/statm", encoding: .utf8))?.split(separator: " ")
        return (fields.flatMap { $0.count > 1 ? Int($0[1]) : nil } ?? 0) * 4096
    }

    private static var executable: String {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return URL(filePath: bundle).deletingLastPathComponent().appending(path: "lathe").path
    }
}
