internal import CSpawn
internal import Glibc
internal import Synchronization

/// A process of the same program, with a pipe to each of its standard streams.
final class ChildProcess: Sendable {
    /// How it ended, and what it used.
    struct End: Sendable, Equatable {
        enum Status: Sendable, Equatable {
            case exited(Int32)
            case signalled(Int32)
        }

        let status: Status
        /// Seconds, user and system together.
        let cpuTime: Double
        /// Bytes.
        let peakMemory: Int
    }

    let identifier: pid_t
    private let input: PipeEnd
    private let output: PipeEnd
    private let errors: PipeEnd
    private let isReaped = Mutex(false)

    /// - Parameter environment: all that it gets to know of ours.
    /// - Throws: `WorkerError`.
    init(_ executable: String, _ arguments: [String], environment: [String]) throws {
        // What throws here closes with it what is open by then.
        let (childInput, input) = try PipeEnd.pair()
        let (output, childOutput) = try PipeEnd.pair()
        let (errors, childErrors) = try PipeEnd.pair()
        (self.input, self.output, self.errors) = (input, output, errors)
        identifier = try Self.spawn(
            executable, arguments, environment, streams: [childInput, childOutput, childErrors])
    }

    /// Hands everything over and leaves the stream open: its end would be ours.
    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(input.descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw WorkerError.system("write to", "a child process") }
            rest = rest.dropFirst(count)
        }
    }

    /// Blocks until there is something, or the stream has ended: then it is empty.
    func readOutput() throws -> [UInt8] { try output.read() }

    /// The same of standard error.
    func readErrors() throws -> [UInt8] { try errors.read() }

    /// At once, whatever it does.
    func kill() {
        // Under the lock: once it is reaped, the number may be another's.
        isReaped.withLock { isReaped in
            if !isReaped { _ = Glibc.kill(identifier, SIGKILL) }
        }
    }

    /// Blocks until it has ended; to be called once.
    func wait() throws -> End {
        var information = siginfo_t()
        // First without reaping, so that `kill` never meets another process.
        while waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT) != 0 {
            guard errno == EINTR else { throw WorkerError.system("wait for", "a child process") }
        }
        return try isReaped.withLock { isReaped in
            var status: Int32 = 0
            var usage = rusage()
            guard wait4(identifier, &status, 0, &usage) == identifier else {
                throw WorkerError.system("wait for", "a child process")
            }
            isReaped = true
            return End(status, usage)
        }
    }

    // MARK: - System calls

    private static func spawn(
        _ executable: String, _ arguments: [String], _ environment: [String], streams: [PipeEnd]
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, stream) in streams.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, stream.descriptor, Int32(number))
        }
        // It inherits nothing else: no connection, no file, no other child's pipe.
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A group of its own: Ctrl-C is for the worker, which then decides. And no signal held back.
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
        var nothing = sigset_t()
        sigemptyset(&nothing)
        posix_spawnattr_setsigmask(&attributes, &nothing)

        var identifier: pid_t = 0
        // The actions hold numbers only: the ends must not be closed before.
        let result = withExtendedLifetime(streams) {
            withCStrings([executable] + arguments) { arguments in
                withCStrings(environment) { environment in
                    posix_spawn(&identifier, executable, &actions, &attributes, arguments, environment)
                }
            }
        }
        guard result == 0 else { throw WorkerError.system("start", executable, errno: result) }
        return identifier
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = strings.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers + [nil])
    }
}

extension ChildProcess.End {
    init(_ status: Int32, _ usage: rusage) {
        let signal = status & 0x7F
        self.init(
            status: signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal),
            cpuTime: usage.ru_utime.seconds + usage.ru_stime.seconds,
            // Kilobytes on Linux.
            peakMemory: usage.ru_maxrss * 1024)
    }
}

extension timeval {
    fileprivate var seconds: Double { Double(tv_sec) + Double(tv_usec) / 1e6 }
}
