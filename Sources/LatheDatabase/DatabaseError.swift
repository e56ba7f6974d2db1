/// Why a database could not be reached, or did not do what it was asked.
///
/// The code decides what happens next (retry, reject, exit status); the rest is for people and never holds a password or
/// a bound value. Cancellation is not an error of this type: it is Swift's `CancellationError`.
public struct DatabaseError: Error, Sendable, Equatable {
    /// What decides, whatever the text says.
    public enum Code: String, Sendable, Equatable {
        /// The database cannot be reached, went away, or was closed. Trying again later may help.
        case unavailable
        /// No connection became free in time, or another process kept the file locked. Trying again may help.
        case busy
        /// A statement or a lock took longer than it may.
        case timeout
        /// A row would break a constraint.
        case constraint
        /// The transaction lost against concurrent ones each time it was tried.
        case serialization
        /// The disk, or a quota, is full.
        case full
        /// The file is damaged, or not a database at all.
        case corrupt
        /// The database refuses this user, or the file this process.
        case denied
        /// The statement, a value, or the use of it is wrong. Trying again will not help.
        case invalid
        /// The tables are of another version of Lathe than this one.
        case schema
        /// The operating system or the server failed in another way.
        case failed
    }

    /// What a row broke.
    public enum ConstraintKind: String, Sendable, Equatable {
        case unique, foreignKey, notNull, check, other
    }

    /// What decides what happens next.
    public let code: Code
    /// What was attempted, as a verb: `run`.
    public let attempt: String
    /// On what: a database, a statement.
    public let subject: String
    /// Why it failed, one clause.
    public let cause: String
    /// What helps, one sentence, where something does.
    public let remedy: String?
    public internal(set) var constraintKind: ConstraintKind?
    /// The constraint's name; SQLite knows only the columns of a unique one: `jobs.unique_key`.
    public internal(set) var constraint: String?
    /// The connection was lost while the transaction was being committed: it may have been, or not.
    public internal(set) var outcomeUnknown = false

    /// PostgreSQL's SQLSTATE.
    var state: String?

    /// Describes a failure; reads as "cannot `attempt` `subject`: `cause`. `remedy`".
    public init(_ code: Code, _ attempt: String, _ subject: String, because cause: String, remedy: String? = nil) {
        self.code = code
        self.attempt = attempt
        self.subject = subject
        self.cause = cause
        self.remedy = remedy
    }
}

extension DatabaseError: CustomStringConvertible {
    /// `cannot open lathe.db: it is no database. Choose another.`
    public var description: String {
        "cannot \(attempt) \(subject): \(cause)." + (remedy.map { " \($0)" } ?? "")
    }
}
