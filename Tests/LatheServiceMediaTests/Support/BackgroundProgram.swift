internal import Foundation

/// A program that runs beside a test and is killed with it.
final class BackgroundProgram: Sendable {
    private let identifier: pid_t

    /// - Parameter output: a file for what it says.
    init(_ command: [String], output: String) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        let texts = command.map { strdup($0) }
        defer { texts.forEach { free($0) } }
        var child = pid_t()
        guard posix_spawnp(&child, command[0], &actions, nil, texts + [nil], environ) == 0 else {
            throw Wire.Failure(cause: "cannot start \(command[0])")
        }
        identifier = child
    }

    deinit {
        kill(identifier, SIGKILL)
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
