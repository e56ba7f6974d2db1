internal import CSpawn
internal import Foundation

/// A server in a folder of its own, which ends when this process does, however that ends.
///
/// A shell stands between: it reads orders from a pipe, and when the pipe breaks it kills the server and removes the
/// folder.
// @unchecked: pipes are read and written under `lock`.
public final class SupervisedServer: @unchecked Sendable {
    /// Removed with it.
    public let folder: String
    private let shell: pid_t
    private let orders: FileHandle
    private let answers: FileHandle
    private let lock = NSLock()

    private static let script = """
        folder=$1; signal=$2; shift 2
        start() { [ -n "$(jobs -pr)" ] || { "$@" >>"$folder/log" 2>&1 </dev/null & pid=$!; }; }
        start "$@"
        while read -r order; do
            case $order in
            start) start "$@" ;;
            kill) kill -KILL $pid; wait $pid ;;
            stop) kill -STOP $pid ;;
            continue) kill -CONT $pid ;;
            esac
            echo done
        done 2>/dev/null
        kill -CONT $pid; kill -$signal $pid; wait $pid
        rm -rf "$folder"
        """

    /// - Parameter signal: what ends it at once.
    public init(_ command: [String], in folder: String, endedBy signal: String) throws {
        self.folder = folder
        let (input, output) = (Pipe(), Pipe())
        (orders, answers) = (input.fileHandleForWriting, output.fileHandleForReading)
        // The tests' other children must not keep the pipe open.
        _ = fcntl(orders.fileDescriptor, F_SETFD, FD_CLOEXEC)
        shell = try Self.spawn(
            ["/bin/bash", "-c", Self.script, "server", folder, signal] + command,
            input: input.fileHandleForReading, output: output.fileHandleForWriting)
        try input.fileHandleForReading.close()
        try output.fileHandleForWriting.close()
    }

    deinit {
        // Closing what is closed already is the only way to fail.
        try? orders.close()
        waitpid(shell, nil, 0)
    }

    /// Not with Foundation, whose processes inherit what other threads have open at that moment: a pipe that is read to
    /// its end would end no sooner than the server.
    private static func spawn(_ command: [String], input: FileHandle, output: FileHandle) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input.fileDescriptor, 0)
        posix_spawn_file_actions_adddup2(&actions, output.fileDescriptor, 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        // SeaweedFS would take the developer's own credentials for its identities.
        let surroundings = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("AWS_") }
        let words = command.map { strdup($0) }
        let environment = surroundings.map { strdup("\($0)=\($1)") }
        defer { (words + environment).forEach { free($0) } }
        var child = pid_t()
        let status = posix_spawn(&child, command[0], &actions, nil, words + [nil], environment + [nil])
        guard status == 0 else {
            throw Command.Failure(description: "cannot start \(command[0]): \(String(cString: strerror(status)))")
        }
        return child
    }

    /// Waits until somebody listens; nobody tells when.
    public func listens(on port: UInt16) async throws {
        for _ in 0..<1200 {
            if FreePort.answers(port) { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Command.Failure(description: "nobody listens on \(port):\n\(log.suffix(2000))")
    }

    /// The port that it chose itself and wrote to the file `port` of its folder.
    var announcedPort: UInt16 {
        get async throws {
            for _ in 0..<1200 {
                let text = try? String(contentsOfFile: "\(folder)/port", encoding: .utf8)
                if let port = text.flatMap({ UInt16($0) }) { return port }
                try await Task.sleep(for: .milliseconds(50))
            }
            throw Command.Failure(description: "it does not say where it listens:\n\(log.suffix(2000))")
        }
    }

    /// Starts it unless it runs, kills, stops or continues it; returns when that was carried out.
    ///
    /// - Parameter word: `start`, `kill`, `stop` or `continue`.
    public func order(_ word: String) throws {
        lock.lock()
        defer { lock.unlock() }
        try orders.write(contentsOf: Data("\(word)\n".utf8))
        var answer = Data()
        while answer.last != UInt8(ascii: "\n") {
            guard let byte = try answers.read(upToCount: 1), !byte.isEmpty else { return }
            answer += byte
        }
    }

    /// What it said.
    public var log: String { (try? String(contentsOfFile: "\(folder)/log", encoding: .utf8)) ?? "" }
}
