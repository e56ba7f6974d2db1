/// A request that its sender may send again: `Idempotency-Key` of draft-ietf-httpapi-idempotency-key-header.
public struct IdempotentRequest: Sendable, Equatable {
    /// Whose request it is; keys of several subjects have nothing to do with each other.
    public var subject: String
    /// As the sender chose it.
    public var key: String
    /// Identifies the method, the path and the body.
    public var hash: String
    /// Milliseconds for which the answer is kept.
    public var lifetime: Int64

    /// Describes a request.
    public init(subject: String, key: String, hash: String, lifetime: Int64 = 24 * 3_600_000) {
        self.subject = subject
        self.key = key
        self.hash = hash
        self.lifetime = lifetime
    }
}

/// What was answered to a request.
public struct StoredAnswer: Sendable, Equatable {
    /// Of HTTP.
    public var status: Int
    /// As the service writes them.
    public var headers: String
    /// As it was sent.
    public var body: String

    /// Describes an answer.
    public init(status: Int, headers: String, body: String) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Only these are kept: what was refused has changed nothing, and may be tried again under its key.
    var isSuccess: Bool { (200..<300).contains(status) }
}

/// What became of a request with a key.
public enum IdempotentOutcome: Sendable, Equatable {
    /// It was carried out now.
    case answered(StoredAnswer)
    /// It was carried out before; this was the answer.
    case replayed(StoredAnswer)
    /// The key belongs to another request.
    case mismatch
}
