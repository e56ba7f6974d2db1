internal import CNATS

/// Why a broker did not take something.
public struct NATSError: Error, Sendable, Equatable {
    /// What kind of failure it is.
    public enum Code: String, Sendable, Equatable {
        /// There is no connection, or no answer came. Trying again may help.
        case unavailable
        /// The broker refuses it.
        case refused
    }

    /// What to decide by.
    public let code: Code
    /// What was attempted, as a verb: `publish`.
    public let attempt: String
    /// On what: a subject, a stream, a server without its password.
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

    init(_ status: natsStatus, _ attempt: String, _ subject: String) {
        let isRefusal = [NATS_INVALID_ARG, NATS_NOT_PERMITTED, NATS_CONNECTION_AUTH_FAILED, NATS_NOT_FOUND, NATS_ERR]
            .contains(status)
        let isUnknown = attempt == "connect to"
        self.init(
            isRefusal ? .refused : .unavailable, attempt, subject, because: String(cString: natsStatus_GetText(status)),
            remedy: isUnknown ? "See that a NATS server runs there and lets us in." : nil)
    }
}

extension NATSError: CustomStringConvertible {
    /// For people.
    public var description: String { "cannot \(attempt) \(subject): \(cause)." + (remedy.map { " \($0)" } ?? "") }
}

extension natsStatus {
    /// Every call of the library goes through here.
    func check(_ attempt: String, _ subject: String) throws(NATSError) {
        guard self == NATS_OK else { throw NATSError(self, attempt, subject) }
    }
}
