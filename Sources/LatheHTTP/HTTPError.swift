/// Why a server could not start.
public struct HTTPError: Error, Sendable, Equatable {
    public enum Code: String, Sendable, Equatable {
        /// The address is none, or is taken.
        case addressUnusable
        /// The library refused to start.
        case notStarted
    }

    public let code: Code
    /// What was attempted, as a verb: `listen on`.
    public let attempt: String
    /// On what: an address.
    public let subject: String
    /// Why it failed, one clause.
    public let cause: String
    /// What helps, one sentence, where something does.
    public let remedy: String?

    public init(_ code: Code, _ attempt: String, _ subject: String, because cause: String, remedy: String? = nil) {
        self.code = code
        self.attempt = attempt
        self.subject = subject
        self.cause = cause
        self.remedy = remedy
    }
}

extension HTTPError: CustomStringConvertible {
    public var description: String {
        "cannot \(attempt) \(subject): \(cause)." + (remedy.map { " \($0)" } ?? "")
    }
}
