internal import Foundation

/// Why a backup, or what is made of one, cannot be had.
///
/// The code decides the exit status; the rest is for people. What a database or a store says is thrown as they say it.
public struct BackupError: Error, Sendable, Equatable {
    /// What decides, whatever the text says.
    public enum Code: String, Sendable, Equatable {
        /// There is no such folder, or no such backup in it.
        case notFound
        /// What was read is not what was written, or not all there.
        case damaged
        /// Another process uses the folder in a way that excludes this one.
        case busy
        /// A newer Lathe made the backup.
        case newer
        /// The two cannot go together: SQLite's copy and PostgreSQL, say.
        case mismatch
        /// What is to be restored would go where something is.
        case notEmpty
        /// A program of PostgreSQL is not installed.
        case toolMissing
        /// A program of PostgreSQL failed.
        case toolFailed
        /// No space, or a quota is used up.
        case full
        /// The operating system refused.
        case inputOutput
    }

    /// What decides the exit status.
    public let code: Code
    /// What was attempted, as a verb: `restore`.
    public let attempt: String
    /// On what: a backup, a folder.
    public let subject: String
    /// Why it failed, one clause.
    public let cause: String
    /// What helps, one sentence, where something does.
    public let remedy: String?

    /// Describes a failure.
    public init(_ code: Code, _ attempt: String, _ subject: String, because cause: String, remedy: String? = nil) {
        self.code = code
        self.attempt = attempt
        self.subject = subject
        self.cause = cause
        self.remedy = remedy
    }

    /// What the operating system said, `errno` by default.
    static func system(_ attempt: String, _ subject: String, _ number: Int32 = errno) -> BackupError {
        let isFull = [ENOSPC, EDQUOT, EFBIG].contains(number)
        return BackupError(
            isFull ? .full : .inputOutput, attempt, subject, because: String(cString: strerror(number)),
            remedy: isFull ? "Free some space, or raise the quota or limit." : nil)
    }
}

extension BackupError: CustomStringConvertible {
    /// One or two sentences.
    public var description: String { "cannot \(attempt) \(subject): \(cause)." + (remedy.map { " \($0)" } ?? "") }
}
