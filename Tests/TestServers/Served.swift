public import Foundation

/// A running `lathe serve` on a folder and a port of its own.
public struct Served: Sendable {
    public let folder: String
    public let port: UInt16
    /// What it said when it was ready.
    public let greeting: String
    private let process = Process()

    /// Starts one, and waits until it says how to sign in.
    /// - Parameters:
    ///   - isRefused: it will end by itself.
    ///   - options: besides.
    ///   - environment: besides what every process needs, such as a store's credentials.
    public init(
        in folder: String? = nil, port: UInt16? = nil, isRefused: Bool = false, options: [String] = [],
        environment: [String: String] = [:]
    ) throws {
        self.folder =
            folder ?? FileManager.default.temporaryDirectory.appending(path: "lathe-serve-\(UUID().uuidString)").path
        self.port = try port ?? FreePort.find()
        let output = Pipe()
        // A job in the background inherits SIGINT ignored, and lathe respects that.
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            ["--default-signal=INT", Self.lathe, "serve", "--data", self.folder, "--listen", "127.0.0.1:\(self.port)"]
            + options
        // One from the environment of whoever runs the tests would be for another test.
        process.environment = ["SWIFT_BACKTRACE": "enable=no", "PATH": "/usr/bin:/bin"].merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var text = ""
        while !isRefused, !text.contains("lathe token") {
            let piece = output.fileHandleForReading.availableData
            if piece.isEmpty { break }
            text += String(decoding: piece, as: UTF8.self)
        }
        greeting = text
    }

    public var isRunning: Bool { process.isRunning }

    /// The token of the link to sign in with, which a folder's first greeting has.
    public var token: String? { greeting.firstMatch(of: /#token=(\S+)/).map { String($0.1) } }

    /// Its exit status, as shells count.
    public func wait() -> Int32 {
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    }

    public func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    public func end(_ number: Int32) -> Int32 {
        signal(number)
        return wait()
    }

    /// Ends it, however the test came out.
    public func remove() {
        if process.isRunning { _ = end(SIGKILL) }
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// - Returns: content and status.
    public func curl(_ path: String, _ options: String..., more: [String] = []) throws -> String {
        let (curl, output) = (Process(), Pipe())
        curl.executableURL = URL(filePath: "/usr/bin/curl")
        curl.arguments =
            ["--silent", "--max-time", "30", "--write-out", " %{http_code}", "http://127.0.0.1:\(port)\(path)"]
            + options + more
        curl.standardOutput = output
        try curl.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        curl.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    /// The SHA-256 of what is there, by a tool that knows nothing of Lathe.
    public func checksum(_ path: String) throws -> String {
        let (shell, output) = (Process(), Pipe())
        shell.executableURL = URL(filePath: "/bin/bash")
        shell.arguments = [
            "-c", "set -o pipefail; curl --silent --fail \"$1\" | sha256sum || echo failed", "sum",
            "http://127.0.0.1:\(port)\(path)",
        ]
        shell.standardOutput = output
        try shell.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        shell.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    /// The tool that was built with these tests, run to its end.
    /// - Returns: what it said, and its exit status.
    public static func run(_ words: [String]) throws -> (output: String, status: Int32) {
        try Command.outcome([lathe] + words, environment: ["SWIFT_BACKTRACE": "enable=no", "PATH": "/usr/bin:/bin"])
    }

    /// A client that has sent the head of a request, was told to go on, and says nothing more.
    public func beginRequest(token: String) throws -> Process {
        let (client, output) = (Process(), Pipe())
        client.executableURL = URL(filePath: "/bin/bash")
        client.arguments = [
            "-c",
            """
            exec 3<>/dev/tcp/127.0.0.1/\(port)
            printf 'POST /api/v1/artists HTTP/1.1\\r\\nHost: a\\r\\nAuthorization: Bearer \(token)\\r\\n' >&3
            printf 'Content-Type: application/json\\r\\nContent-Length: 9\\r\\nExpect: 100-continue\\r\\n\\r\\n' >&3
            read -r answer <&3; echo "$answer"; exec sleep 60
            """,
        ]
        client.standardOutput = output
        try client.run()
        _ = output.fileHandleForReading.availableData
        return client
    }

    /// The one that was built with these tests, beside them.
    private static var lathe: String {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return URL(filePath: bundle).deletingLastPathComponent().appending(path: "lathe").path
    }
}
