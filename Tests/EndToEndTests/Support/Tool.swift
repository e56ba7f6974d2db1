internal import Foundation
internal import TestServers

/// Runs a program and waits for it.
enum Tool {
    struct Result: Sendable {
        let status: Int32
        let output: Data
        let complaints: String

        var text: String { String(decoding: output, as: UTF8.self) }
        /// The output as native 32-bit floats, interleaved.
        var floats: [Float] { output.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) } }
    }

    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    /// Output goes through files, so that a talkative program never waits for us.
    static func run(_ program: String, _ arguments: [String], in folder: String? = nil) throws -> Result {
        let scratch = try TemporaryFolder()
        let process = try start(program, arguments, in: folder, output: scratch / "out", complaints: scratch / "err")
        process.waitUntilExit()
        return Result(
            status: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus,
            output: try Data(contentsOf: URL(filePath: scratch / "out")),
            complaints: try String(contentsOfFile: scratch / "err", encoding: .utf8))
    }

    /// Starts a program; the caller ends it.
    static func start(
        _ program: String, _ arguments: [String], in folder: String? = nil, output: String = "/dev/null",
        complaints: String = "/dev/null"
    ) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: try locate(program))
        process.arguments = arguments
        if let folder { process.currentDirectoryURL = URL(filePath: folder) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try handle(output)
        process.standardError = try handle(complaints)
        try process.run()
        return process
    }

    /// The `lathe` that was built with these tests, beside them.
    static var lathe: String { CommandLine.arguments[0].contains("/") ? productsFolder + "/lathe" : "lathe" }

    /// A current FFmpeg, which honours edit lists in fragmented files; `make test` puts it there.
    static var currentFFmpeg: String {
        ProcessInfo.processInfo.environment["LATHE_CURRENT_FFMPEG"] ?? repository + "/.build/test-tools/ffmpeg"
    }

    /// Has the programs from PyPI; `make test` puts it there.
    static var python: String { repository + "/.build/test-tools/venv/bin/python" }

    /// Shaka Packager; `make test` puts it there.
    static var shakaPackager: String { repository + "/.build/test-tools/packager" }

    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    static func fixture(_ name: String) -> String { "\(repository)/Fixtures/\(name)" }

    private static var productsFolder: String {
        // The test bundle is an executable in the folder of all products, or is loaded by a runner with its path.
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return URL(filePath: bundle).deletingLastPathComponent().path
    }

    private static func locate(_ program: String) throws -> String {
        if program.contains("/") {
            guard FileManager.default.isExecutableFile(atPath: program) else {
                throw Missing(description: "\(program) is not there: run the tests with `make test`")
            }
            return program
        }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        for folder in path.split(separator: ":")
        where FileManager.default.isExecutableFile(atPath: "\(folder)/\(program)") {
            return "\(folder)/\(program)"
        }
        throw Missing(
            description: "\(program) is not installed: see .ci/packages.txt, or run the tests with `make test`")
    }

    private static func handle(_ path: String) throws -> FileHandle {
        if path != "/dev/null" { try Data().write(to: URL(filePath: path)) }
        return try FileHandle(forWritingTo: URL(filePath: path))
    }
}
