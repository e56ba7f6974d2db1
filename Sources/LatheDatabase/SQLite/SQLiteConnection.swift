internal import CSQLite
internal import Foundation

/// A connection to a SQLite file, ready for use: write-ahead log, full durability, foreign keys.
final class SQLiteConnection: Session {
    private let options: DatabaseOptions
    private let handle: SQLiteHandle
    /// By text. Emptied when it is full: the statements of one program are few.
    private var statements: [String: SQLiteStatement] = [:]
    private static let statementLimit = 200
    private var statementTimeout: Duration

    init(_ path: String, _ access: Access, _ options: DatabaseOptions) throws {
        self.options = options
        statementTimeout = options.statementTimeout
        try FileSystemKind.check(path)
        handle = try SQLiteHandle(path, SQLiteLimits(clock: options.clock))
        try configure(path, access)
    }

    private func configure(_ path: String, _ access: Access) throws {
        try handle.check(lathe_enable_foreign_keys(handle.pointer), "configure", path)
        try handle.check(lathe_refuse_quoted_strings(handle.pointer), "configure", path)
        try useWriteAheadLog(path)
        // Every commit reaches the disk before it is acknowledged.
        try perform("PRAGMA synchronous = FULL")
        try perform("PRAGMA journal_size_limit = \(options.logSize)")
        try perform("PRAGMA temp_store = MEMORY")
        if access == .read { try perform("PRAGMA query_only = ON") }
    }

    /// Two processes that create the file at once exclude each other without asking the busy handler.
    private func useWriteAheadLog(_ path: String) throws {
        let deadline = ContinuousClock.now + options.acquireTimeout
        limits.lockDeadline = deadline
        while true {
            do {
                let answer = try run("PRAGMA journal_mode = WAL")
                guard let mode: String = try answer.rows.first?["journal_mode"], mode == "wal" else { break }
                return
            } catch let error as DatabaseError where error.code == .busy && ContinuousClock.now < deadline {
                usleep(2000)
            }
        }
        throw DatabaseError(
            .unavailable, "open", path, because: "its file system cannot hold a write-ahead log",
            remedy: "Put the database on a local disk, or use PostgreSQL.")
    }

    private var limits: SQLiteLimits { handle.limits }

    var isInTransaction: Bool { !handle.isAutocommitting }

    /// Until when the next statements wait for other processes.
    var lockDeadline: ContinuousClock.Instant {
        get { limits.lockDeadline }
        set { limits.lockDeadline = newValue }
    }

    func run(_ statement: SQL.Rendered) throws -> Answer {
        limits.statementDeadline = .now + statementTimeout
        defer { limits.statementDeadline = nil }
        return try prepared(statement.text).run(statement.parameters)
    }

    /// Runs one of the connection's own statements.
    @discardableResult
    func run(_ text: String) throws -> Answer { try prepared(text).run([]) }

    private func perform(_ pragma: String) throws { _ = try SQLiteStatement(pragma, on: handle).run([]) }

    func allowForMigration() throws {
        statementTimeout = options.migrationTimeout
    }

    /// Ends the transaction, if there is one, and what was allowed within it.
    func rollBack() throws {
        statementTimeout = options.statementTimeout
        if isInTransaction { try run("ROLLBACK") }
    }

    func commit() throws {
        statementTimeout = options.statementTimeout
        try run("COMMIT")
    }

    /// Empties a log that readers, one after another, have kept from beginning anew. False when they did not
    /// let go of it within a fifth of a second, for so long nobody can write.
    func emptyLog() throws -> Bool {
        limits.lockDeadline = .now + .milliseconds(200)
        let isBusy: Bool? = try run("PRAGMA wal_checkpoint(TRUNCATE)").rows.first?["busy"]
        return isBusy == false
    }

    func copy(to path: String) throws {
        // The transaction's snapshot begins with the first thing that it reads.
        try run("SELECT count(*) AS count FROM sqlite_master")
        try SQLiteCopy(of: handle, to: path).run()
    }

    private func prepared(_ text: String) throws -> SQLiteStatement {
        if let statement = statements[text] { return statement }
        let statement = try SQLiteStatement(text, on: handle)
        if statements.count >= Self.statementLimit { statements.removeAll() }
        statements[text] = statement
        return statement
    }
}
