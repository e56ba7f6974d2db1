import Foundation

/// A folder for one test, in which other programs judge what Lathe wrote. Gone when the test is.
final class Workbench {
    /// What a program said.
    struct Result {
        let status: Int32
        let output: Data
        /// Standard error: `ffmpeg -v warning` is silent where all is well.
        let complaints: String

        var text: String { String(decoding: output, as: UTF8.self) }
        var lines: [Substring] { text.split(separator: "\n") }
    }

    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "lathe-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
        // Left behind at worst: the folder is the system's to clear.
        try? FileManager.default.removeItem(at: folder)
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: folder.appending(path: name))
    }

    func read(_ name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: folder.appending(path: name)))
    }

    /// Runs a command of a shell inside the folder.
    @discardableResult
    func run(_ command: String) throws -> Result {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "(\(command)) >.output 2>.complaints </dev/null"]
        process.currentDirectoryURL = folder
        try process.run()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus,
            output: try Data(contentsOf: folder.appending(path: ".output")),
            complaints: String(decoding: try read(".complaints"), as: UTF8.self))
    }
}
