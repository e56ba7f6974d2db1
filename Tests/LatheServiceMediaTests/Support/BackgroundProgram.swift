internal import CSpawn
internal import Foundation

/// A program that runs beside a test and is killed with it, also if the test crashes: a shell waits for the end of its
/// input, and then kills the program.
final class BackgroundProgram: Sendable {
    private static let script = #""$@" </dev/null & pid=$!; cat >/dev/null; kill -KILL $pid; wait"#

    private let identifier: pid_t
    private let life: FileHandle

    /// - Parameter output: a file for what it says.
    init(_ command: [String], output: String) throws {
        let pipe = Pipe()
        _ = fcntl(pipe.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, pipe.fileHandleForReading.fileDescriptor, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        let texts = (["/bin/bash", "-c", Self.script, "run"] + command).map { strdup($0) }
        defer { texts.forEach { free($0) } }
        // Nobody's pipe must stay open in another's child.
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        var child = pid_t()
        guard posix_spawn(&child, "/bin/bash", &actions, nil, texts + [nil], environ) == 0 else {
            throw Wire.Failure(cause: "cannot start \(command[0])")
        }
        (identifier, life) = (child, pipe.fileHandleForWriting)
    }

    deinit {
        // Closing what is closed already is the only way to fail.
        try? life.close()
        waitpid(identifier, nil, 0)
    }
}

/// Asks again and again until there is an answer; nil after half a minute.
func eventually<Value>(_ ask: () async throws -> Value?) async throws -> Value? {
    let end = ContinuousClock.now + .seconds(30)
    while ContinuousClock.now < end {
        if let value = try await ask() { return value }
        try await Task.sleep(for: .milliseconds(20))
    }
    return nil
}
