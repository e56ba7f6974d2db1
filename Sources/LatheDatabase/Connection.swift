/// A connection within a transaction: for use inside the body that it was lent to, and on no other thread.
///
/// A statement that fails fails the whole transaction, whether its error is caught or not: PostgreSQL knows no other way.
/// Where a conflict is expected, say `ON CONFLICT`.
public final class Connection {
    /// In whose words statements are written.
    public let dialect: Dialect
    private let session: any Session
    private(set) var channels: [String] = []
    /// The error of the first statement that failed.
    private(set) var failure: (any Error)?
    private var isOpen = true

    init(_ session: any Session, _ dialect: Dialect) {
        self.session = session
        self.dialect = dialect
    }

    /// Runs a statement to its end.
    ///
    /// - Returns: how many rows it inserted, updated or deleted itself.
    /// - Throws: `DatabaseError`.
    @discardableResult
    public func execute(_ sql: SQL) throws -> Int { try run(sql).changes }

    /// The rows that a statement answers with; also those of `RETURNING`. They are all in memory: use `LIMIT`.
    public func rows(_ sql: SQL) throws -> [Row] { try run(sql).rows }

    /// The first row that a statement answers with, nil when there is none.
    public func first(_ sql: SQL) throws -> Row? { try run(sql).rows.first }

    /// Tells those who listen to the channel, once, when the transaction is committed.
    public func notify(_ channel: String) {
        if !channels.contains(channel) { channels.append(channel) }
    }

    func allowForMigration() throws { try session.allowForMigration() }

    /// Writes the whole database, as this transaction sees it, to a new SQLite file, page by page; writers go on
    /// meanwhile. SQLite only: PostgreSQL has `pg_dump`.
    ///
    /// The file is on the disk when this returns. What is there of it after an error is the caller's to remove.
    /// - Throws: `DatabaseError`; code `full` where there is no space, `invalid` with PostgreSQL.
    public func copy(to path: String) throws {
        guard isOpen else { throw misuse("it is used outside the body that it was lent to") }
        try session.copy(to: path)
    }

    private func run(_ sql: SQL) throws -> Answer {
        guard isOpen else { throw misuse("it is used outside the body that it was lent to") }
        if let failure { throw failure }
        do {
            let statement = try sql.rendered(for: dialect)
            if Self.controlsTransaction(statement.text) {
                throw misuse("the body's transaction is begun and ended for it", "Let the body return, or throw.")
            }
            return try session.run(statement)
        } catch {
            failure = error
            throw error
        }
    }

    /// Lends itself to a body; afterwards it is of no use any more.
    func lend(to call: any Call) throws {
        defer { isOpen = false }
        try call.run(on: self)
        if let failure { throw failure }
    }

    private static let transactionWords: Set = [
        "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "PREPARE", "ATTACH", "DETACH",
    ]

    private static func controlsTransaction(_ statement: String) -> Bool {
        transactionWords.contains(withoutComments(statement[...]).prefix { $0.isLetter }.uppercased())
    }

    /// The statement without what is before its first word.
    private static func withoutComments(_ statement: Substring) -> Substring {
        var rest = statement
        while true {
            rest = rest.drop { $0.isWhitespace || $0 == ";" }
            if rest.hasPrefix("--") {
                rest = rest.drop { !$0.isNewline }
            } else if rest.hasPrefix("/*"), let end = rest.firstRange(of: "*/") {
                rest = rest[end.upperBound...]
            } else {
                return rest
            }
        }
    }

    private func misuse(_ cause: String, _ remedy: String? = nil) -> DatabaseError {
        DatabaseError(.invalid, "use", "a connection", because: cause, remedy: remedy)
    }
}

/// A connection as a driver has it: one for SQLite, one for PostgreSQL.
protocol Session {
    func run(_ statement: SQL.Rendered) throws -> Answer
    /// Gives each statement of this transaction the time that a migration may take.
    func allowForMigration() throws
    /// See `Connection.copy`.
    func copy(to path: String) throws
}

/// What a statement came to.
struct Answer {
    var rows: [Row] = []
    var changes = 0
    /// PostgreSQL's own word for what it did.
    var tag = ""
}
