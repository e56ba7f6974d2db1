internal import CSpawn
internal import Foundation
internal import LatheWorker
internal import Synchronization
internal import TestServers

/// `ServiceHost` in a process of its own.
final class HostProcess: Sendable {
    struct Greeting: Decodable {
        let port: UInt16
        let token: String
    }

    let greeting: Greeting
    let identifier: pid_t
    /// The process ends when this does, also if the test crashes.
    private let life: FileHandle

    static let probe = ChildCommand(executable: path, arguments: ["probe"])

    /// Beside this test's own program.
    private static var path: String {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return URL(filePath: bundle).deletingLastPathComponent().appending(path: "ServiceHost").path()
    }

    /// Starts it on what lies in a folder.
    static func start(in folder: String, port: UInt16) async throws -> HostProcess {
        try await onThread { try HostProcess(folder, port) }
    }

    private init(_ folder: String, _ port: UInt16) throws {
        let (pipe, life) = (Pipe(), Pipe())
        _ = fcntl(life.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, life.fileHandleForReading.fileDescriptor, 0)
        posix_spawn_file_actions_adddup2(&actions, pipe.fileHandleForWriting.fileDescriptor, 1)
        let words = [Self.path, "serve", folder, String(port)]
        let texts = words.map { strdup($0) }
        defer { texts.forEach { free($0) } }
        // Nobody's pipe must stay open in another's child.
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        var child = pid_t()
        guard posix_spawn(&child, Self.path, &actions, nil, texts + [nil], environ) == 0 else {
            throw CocoaError(.executableNotLoadable)
        }
        (identifier, self.life) = (child, life.fileHandleForWriting)
        try pipe.fileHandleForWriting.close()
        let output = pipe.fileHandleForReading
        var line = Data()
        while line.last != UInt8(ascii: "\n") {
            guard let byte = try output.read(upToCount: 1), !byte.isEmpty else { throw CocoaError(.fileReadUnknown) }
            line += byte
        }
        greeting = try JSONDecoder().decode(Greeting.self, from: line)
    }

    deinit { kill() }

    private let isDead = Mutex(false)

    /// With SIGKILL; returns when it is gone.
    func kill() {
        isDead.withLock { isDead in
            guard !isDead else { return }
            isDead = true
            Foundation.kill(identifier, SIGKILL)
            waitpid(identifier, nil, 0)
        }
    }

    /// Bytes that it has held at most.
    var peakMemory: Int {
        let status = (try? String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) << 10
    }
}

/// Masters of the repository.
enum Fixture {
    static func url(_ name: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Fixtures/" + name)
    }
}
