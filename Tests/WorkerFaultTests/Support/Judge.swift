internal import Foundation

/// A program that says whether something is right.
enum Judge {
    /// - Returns: nil, or what it objects to.
    static func run(_ program: String, _ arguments: [String], in folder: String) async throws -> String? {
        try await withCheckedThrowingContinuation { continuation in
            Thread {
                continuation.resume(with: Result { try runBlocking(program, arguments, folder) })
            }.start()
        }
    }

    private static func runBlocking(_ program: String, _ arguments: [String], _ folder: String) throws -> String? {
        let output = Pipe()
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return process.terminationStatus == 0 ? nil : text
    }
}
