internal import Foundation

/// A server in a folder of its own, which ends when this process does, however that ends.
///
/// A shell stands between: it reads orders from a pipe, and when the pipe breaks it kills the server and removes the
/// folder.
// @unchecked: the process is started in `init` and touched by nobody afterwards; pipes are read and written under `lock`.
public final class SupervisedServer: @unchecked Sendable {
    /// Removed with it.
    public let folder: String
    private let orders: FileHandle
    private let answers: FileHandle
    private let lock = NSLock()

    private static let script = """
        folder=$1; signal=$2; shift 2
        start() { "$@" >>"$folder/log" 2>&1 </dev/null & pid=$!; }
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
        let input = Pipe()
        let output = Pipe()
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", Self.script, "server", folder, signal] + command
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        // The server's other children must not keep the pipe open.
        _ = fcntl(input.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        try process.run()
        orders = input.fileHandleForWriting
        answers = output.fileHandleForReading
    }

    /// Starts, kills, stops or continues it; returns when that was carried out.
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
