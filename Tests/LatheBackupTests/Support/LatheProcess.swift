internal import Foundation
internal import TestServers

/// The tool `lathe` as a process, which was built beside these tests.
struct LatheProcess {
    struct Outcome {
        /// As shells count.
        let status: Int32
        let output: String
    }

    private static var path: String {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return URL(filePath: bundle).deletingLastPathComponent().appending(path: "lathe").path
    }

    private let process = Process()
    private let output: URL

    /// Starts it.
    /// - Parameters:
    ///   - shell: a script that runs `"$@"`.
    ///   - folder: for what it says.
    init(_ words: [String], shell: String = "exec \"$@\"", path: String = "/usr/bin:/bin", in folder: String) throws {
        output = URL(filePath: "\(folder)/output-\(UUID().uuidString)")
        try Data().write(to: output)
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", shell, "shell", Self.path] + words
        process.environment = ["PATH": path, "TMPDIR": folder, "SWIFT_BACKTRACE": "enable=no"]
        process.standardInput = FileHandle.nullDevice
        let file = try FileHandle(forWritingTo: output)
        (process.standardOutput, process.standardError) = (file, file)
        try process.run()
    }

    func signal(_ number: Int32) { Foundation.kill(process.processIdentifier, number) }

    func kill() { signal(SIGKILL) }

    var isRunning: Bool { process.isRunning }

    /// Blocks until it has ended.
    func wait() throws -> Outcome {
        process.waitUntilExit()
        let code = process.terminationStatus
        return Outcome(
            status: process.terminationReason == .exit ? code : 128 + code,
            output: try String(contentsOf: output, encoding: .utf8))
    }

    /// Runs it to its end, on a thread of its own.
    static func run(
        _ words: [String], shell: String = "exec \"$@\"", path: String = "/usr/bin:/bin", in folder: String
    ) async throws -> Outcome {
        try await onThread { try LatheProcess(words, shell: shell, path: path, in: folder).wait() }
    }
}
