internal import Foundation
internal import TestServers

/// A running `lathe serve` in a folder of its own, for whoever asks as often as they like; it ends with its last holder.
final class RunningService {
    let url: String
    private let folder: TemporaryFolder
    private let process = Process()

    struct NotStarted: Error { let output: String }

    /// Returns when it listens; blocks until then.
    init() throws {
        (folder, url) = (try TemporaryFolder(), "http://127.0.0.1:\(try FreePort.find())")
        let output = Pipe()
        process.executableURL = URL(filePath: Tool.lathe)
        process.arguments = [
            "serve", "--data", folder.path, "--listen", String(url.dropFirst("http://".count)), "--rate-limits", "off",
            "--log-level", "error",
        ]
        process.environment = ["SWIFT_BACKTRACE": "enable=no", "PATH": "/usr/bin:/bin"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var text = ""
        while !text.contains("lathe token") {
            let piece = output.fileHandleForReading.availableData
            guard !piece.isEmpty else { throw NotStarted(output: text) }
            text += String(decoding: piece, as: UTF8.self)
        }
    }

    deinit {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Of somebody who has this role.
    func token(for role: String) throws -> String {
        let run = try Tool.run(
            Tool.lathe, ["token", "--role", role, "--subject", "the \(role)", "--data", folder.path])
        return run.text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// Runs what blocks on a thread of its own.
func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread { continuation.resume(with: Result { try body() }) }.start()
    }
}
