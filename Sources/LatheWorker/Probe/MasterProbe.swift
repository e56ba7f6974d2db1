internal import Foundation
internal import Glibc

/// Finds out in a child process whether a stranger's file is a master.
public struct MasterProbe: Sendable {
    private let command: ChildCommand
    private let timeout: Duration

    /// - Parameters:
    ///   - command: a program that calls `ProbeChild.run` with the first line of its standard input.
    ///   - timeout: after which the child is killed.
    public init(_ command: ChildCommand, timeout: Duration = .seconds(30)) {
        self.command = command
        self.timeout = timeout
    }

    /// What came of a probe.
    public enum Verdict: Sendable, Equatable {
        case master(ProbedMaster)
        /// It is none: why, and what helps.
        case refused(cause: String, remedy: String?)
    }

    /// Looks at a file. One that ends the child, or keeps it too long, is refused.
    ///
    /// - Throws: `WorkerError` where no child can be started.
    public func verdict(on path: String) async throws -> Verdict {
        guard !path.utf8.contains(UInt8(ascii: "\n")) else {
            return .refused(cause: "its name has a line's end", remedy: nil)
        }
        let child = try ChildProcess(command.executable, command.arguments, environment: command.environment)
        let watchdog = Task {
            // Ends early when the child has ended.
            try await Task.sleep(for: timeout)
            child.kill()
        }
        defer { watchdog.cancel() }
        return try await withTaskCancellationHandler {
            try await onOwnThread { try Self.ask(child, about: path) }
        } onCancel: {
            child.kill()
        }
    }

    /// Blocks until the child has ended, whose standard error is drained meanwhile.
    private static func ask(_ child: ChildProcess, about path: String) throws -> Verdict {
        Thread {
            // Nobody reads what it complains about; it must not wait for that.
            while let bytes = try? child.readErrors(), !bytes.isEmpty {}
        }.start()
        var output: [UInt8] = []
        let conversation = Result {
            try child.write(Array((path + "\n").utf8))
            while case let bytes = try child.readOutput(), !bytes.isEmpty {
                output += bytes
                guard output.count <= 1 << 20 else { throw WorkerError.system("read from", "a probe", errno: EFBIG) }
            }
        }
        if case .failure = conversation { child.kill() }
        let end = try child.wait()
        guard end.status == .exited(EXIT_SUCCESS), case .success = conversation,
            let answer = try? JSONDecoder().decode(ProbeAnswer.self, from: Data(output))  // The refusal says it.
        else { return .refused(cause: "reading it fails", remedy: "Send a lossless master that other programs read.") }
        if let master = answer.master { return .master(master) }
        return .refused(cause: answer.failure?.message ?? "it cannot be read", remedy: answer.failure?.remedy)
    }
}
