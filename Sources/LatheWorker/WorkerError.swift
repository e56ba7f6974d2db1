internal import Glibc

/// What goes wrong in a worker beside its jobs.
public struct WorkerError: Error, Sendable, Equatable {
    public enum Code: String, Sendable {
        /// The operating system refused something.
        case system
        /// A child process said what no child of this version says.
        case protocolBroken
        /// The store holds something else than was put there.
        case storeDisagrees
        /// A job's payload cannot be understood.
        case invalidOrder
    }

    public let code: Code
    /// What was attempted, as a verb.
    public let attempt: String
    /// On what.
    public let subject: String
    /// Why it failed, one clause.
    public let cause: String
    /// What helps, one sentence, where something does.
    public let remedy: String?

    init(_ code: Code, _ attempt: String, _ subject: String, because cause: String, remedy: String? = nil) {
        self.code = code
        self.attempt = attempt
        self.subject = subject
        self.cause = cause
        self.remedy = remedy
    }

    /// - Parameter number: an `errno`.
    static func system(_ attempt: String, _ subject: String, errno number: Int32 = errno) -> WorkerError {
        WorkerError(
            .system, attempt, subject, because: String(cString: strerror(number)),
            remedy: number == ENOSPC ? "Free some space; the job is tried again." : nil)
    }
}

extension WorkerError: CustomStringConvertible {
    public var description: String {
        "cannot \(attempt) \(subject): \(cause)." + (remedy.map { " \($0)" } ?? "")
    }
}
