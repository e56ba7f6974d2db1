internal import CCrypto

/// Why a key was not taken or a signature not made.
public struct CryptoError: Error, Sendable, Equatable {
    /// What kind of failure it is.
    public enum Code: String, Sendable, Equatable {
        /// The bytes are no key, or one of another kind.
        case keyInvalid
        /// A key that is too short or otherwise easy to break.
        case keyWeak
        /// libcrypto failed at what it should have done: no memory, no random numbers.
        case libraryFailed
    }

    /// What to decide by.
    public let code: Code
    /// What was attempted, as a verb: `read`.
    public let attempt: String
    /// On what, never the key itself: `an RSA public key`.
    public let subject: String
    /// Why it failed, one clause.
    public let cause: String
    /// What helps, one sentence, where something does.
    public let remedy: String?

    init(_ code: Code, _ attempt: String, _ subject: String, because cause: String, remedy: String? = nil) {
        // What libcrypto recorded about this failure must not be found by the next caller of this thread.
        ERR_clear_error()
        self.code = code
        self.attempt = attempt
        self.subject = subject
        self.cause = cause
        self.remedy = remedy
    }
}

extension CryptoError: CustomStringConvertible {
    /// `cannot read an RSA public key: it has 1024 bits. Use one of 2048 bits or more.`
    public var description: String {
        "cannot \(attempt) \(subject): \(cause)." + (remedy.map { " \($0)" } ?? "")
    }
}
