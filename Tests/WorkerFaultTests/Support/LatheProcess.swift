internal import Foundation

/// A run of the `lathe` that was built with these tests, to be watched and harmed.
final class LatheProcess: Sendable {
    let identifier: pid_t
    private let log: String
    private let ending: Task<Int32, Never>

    /// - Parameters:
    ///   - folder: its working directory, by which it and its children are found.
    ///   - prefix: a program that becomes lathe, with its arguments.
    init(
        _ arguments: [String], in folder: String, environment: [String: String] = [:], prefix: [String] = []
    ) throws {
        let command = prefix + [Self.executable] + arguments
        log = "\(folder)/log-\(UUID().uuidString)"
        try Data().write(to: URL(filePath: log))
        let process = Process()
        process.executableURL = URL(filePath: command[0])
        process.arguments = Array(command.dropFirst())
        process.currentDirectoryURL = URL(filePath: folder)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: log))
        process.standardError = process.standardOutput
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
    private var isAlive: Bool { FileManager.default.fileExists(atPath: "/proc/\(identifier)/exe") }

    func send(_ signal: Int32) { kill(identifier, signal) }

    /// Its exit status, or 128 and the signal that ended it.
    var status: Int32 { get async { await ending.value } }

    /// What it wrote.
    var text: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

    /// Whether the kernel has stopped it.
    var isStopped: Bool { ProcessTable.state(of: identifier) == "T" }

    /// Beside the test bundle, which is an executable in the folder of all products, or is loaded by a runner.
    static var executable: String {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return URL(filePath: bundle).deletingLastPathComponent().appending(path: "lathe").path
    }
}
