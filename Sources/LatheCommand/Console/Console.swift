import Glibc

/// Where a command's words go: the process's own streams, or a test's.
struct Console: Sendable {
    /// Standard output. Throws `OutputError`.
    let write: @Sendable (String) throws -> Void
    /// Standard error; what cannot be said there is lost.
    let warn: @Sendable (String) -> Void
    /// The terminal behind standard error; nil where there is none.
    let terminal: Terminal?
    /// The terminal behind standard output; nil where there is none.
    var outputTerminal: Terminal?
    /// False once whoever read standard output has gone away.
    var hasReader: @Sendable () -> Bool = { true }
    /// The process's environment variables.
    var environment: [String: String] = [:]

    /// The process's own.
    static func standard(environment: [String: String]) -> Console {
        Console(
            write: { try writeAll($0, to: STDOUT_FILENO) },
            warn: { try? writeAll($0, to: STDERR_FILENO) },
            terminal: Terminal(descriptor: STDERR_FILENO, environment: environment),
            outputTerminal: Terminal(descriptor: STDOUT_FILENO, environment: environment),
            hasReader: {
                var request = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
                return poll(&request, 1, 0) < 1 || request.revents & Int16(POLLERR) == 0
            },
            environment: environment)
    }
}

/// Standard output cannot be written.
struct OutputError: Error, Equatable {
    let cause: String
}

/// Writes everything, however many calls it takes. A reader that went away is no error: it has seen enough.
private func writeAll(_ text: String, to descriptor: Int32) throws {
    var text = text
    try text.withUTF8 { bytes in
        var rest = UnsafeRawBufferPointer(bytes)
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count >= 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            } else if errno == EPIPE {
                return
            } else if errno != EINTR {
                throw OutputError(cause: String(cString: strerror(errno)))
            }
        }
    }
}
