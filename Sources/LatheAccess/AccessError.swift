internal import LatheCrypto

/// Why keys could not be read, made or changed.
///
/// A token or a path that is refused is no error but an answer: see `TokenRefusal` and `DeliveryRefusal`.
public struct AccessError: Error, Sendable, Equatable {
    /// What kind of failure it is.
    public enum Code: String, Sendable, Equatable {
        /// There is no key file at the path.
        case keyFileMissing
        /// There is one already.
        case keyFileExists
        /// Others than its owner may read or write the key file.
        case keyFileExposed
        /// The key file or key set says something that it must not.
        case keysInvalid
        /// The system refused to read or write. Trying again may help.
        case inputOutput
        /// The claims of a token to issue are none that a verifier would take.
        case claimsInvalid
    }

    /// What to decide by.
    public let code: Code
    /// What was attempted, as a verb: `read`.
    public let attempt: String
    /// On what: a path, a kid; never a key.
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
}

extension AccessError: CustomStringConvertible {
    /// `cannot read keys.json: others may read it. Run "chmod 600 keys.json".`
    public var description: String {
        "cannot \(attempt) \(subject): \(cause)." + (remedy.map { " \($0)" } ?? "")
    }
}
