internal import Foundation

/// Why storage did not do what it was asked.
///
/// The code decides what happens next; the rest is for people and holds no credentials. Cancellation is not an error of
/// this type: it is Swift's `CancellationError`. What a caller's own reader or consumer throws comes back unchanged.
public struct StorageError: Error, Sendable, Equatable {
    public enum Code: String, Sendable, Equatable {
        /// The place itself is missing: the root folder, the bucket, the file to put. An absent object is no error.
        case notFound
        /// Credentials or permissions do not allow it, the clock is wrong, or the server is not the one it claims to
        /// be.
        case denied
        /// The condition of a put does not hold: somebody else was first.
        case conditionFailed
        /// The disk, the network or the server failed, after all retries. Trying again later may help.
        case unavailable
        /// No space, or a quota is used up.
        case full
        /// What arrived is not what was sent: a checksum or a size differs.
        case corrupt
        /// The request makes no sense: a key, a range, a size, a URL. Trying again will not help.
        case invalid
    }

    public let code: Code
    /// What was attempted, as a verb: `put`.
    public let attempt: String
    /// On what: a key, a path, a bucket.
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

extension StorageError: CustomStringConvertible {
    public var description: String {
        "cannot \(attempt) \(subject): \(cause)." + (remedy.map { " \($0)" } ?? "")
    }
}

extension StorageError {
    /// What the operating system said, `errno` by default.
    static func system(_ attempt: String, _ subject: String, _ number: Int32 = errno) -> StorageError {
        let (code, remedy): (Code, String?) =
            switch number {
            case ENOSPC, EDQUOT, EFBIG: (.full, "Free some space, or raise the quota or limit.")
            case EACCES, EPERM, EROFS: (.denied, "Let the user that Lathe runs as read and write there.")
            case ENOENT: (.notFound, nil)
            case ENAMETOOLONG, EISDIR, ENOTDIR, EINVAL, ELOOP: (.invalid, nil)
            default: (.unavailable, nil)
            }
        return StorageError(code, attempt, subject, because: String(cString: strerror(number)), remedy: remedy)
    }
}
