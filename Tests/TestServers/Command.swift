public import Foundation

/// A program that runs to its end.
public enum Command {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Blocks until it has ended.
    /// - Returns: what it wrote to both outputs, and its exit status, as shells count.
    public static func outcome(
        _ command: [String], environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> (output: String, status: Int32) {
        let output = Pipe()
        let process = Process()
        process.executableURL = URL(filePath: command[0])
        process.arguments = Array(command.dropFirst())
        process.environment = environment
        process.currentDirectoryURL = URL(filePath: "/")
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return (
            text, process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
        )
    }

    /// - Parameter environment: beside that of the tests.
    /// - Returns: what it wrote.
    /// - Throws: where it did not end well.
    @discardableResult
    public static func run(_ command: [String], environment: [String: String] = [:]) async throws -> String {
        let all = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let (text, status) = try await onThread { try outcome(command, environment: all) }
        guard status == 0 else { throw Failure(description: "\(command.joined(separator: " ")): \(text)") }
        return text
    }
}
