internal import CSQLite

/// One open SQLite database, and the one place where its status codes become errors.
final class SQLiteHandle {
    let pointer: OpaquePointer
    /// Kept for as long as SQLite may call it.
    let limits: SQLiteLimits

    init(_ path: String, _ limits: SQLiteLimits) throws {
        self.limits = limits
        var pointer: OpaquePointer?
        // Without mutexes: each connection stays on its own thread.
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let status = sqlite3_open_v2(path, &pointer, flags, nil)
        guard status == SQLITE_OK, let pointer else {
            let cause = pointer.map { Self.message($0) } ?? String(cString: sqlite3_errstr(status))
            sqlite3_close_v2(pointer)
            throw DatabaseError(Self.code(of: status), "open", path, because: cause)
        }
        self.pointer = pointer
        try limits.install(on: self)
    }

    deinit { sqlite3_close_v2(pointer) }

    /// False within a transaction.
    var isAutocommitting: Bool { sqlite3_get_autocommit(pointer) != 0 }

    func check(_ status: Int32, _ attempt: String, _ text: String) throws {
        guard status == SQLITE_OK else { throw error(status, attempt, text) }
    }

    func error(_ status: Int32, _ attempt: String, _ text: String) -> DatabaseError {
        let message = Self.message(pointer)
        var error = DatabaseError(Self.code(of: status), attempt, SQL.quoted(text), because: message)
        if error.code == .constraint {
            error.constraintKind = Self.constraintKind(of: status)
            // `UNIQUE constraint failed: jobs.unique_key`
            error.constraint = message.firstRange(of: "failed: ").map { String(message[$0.upperBound...]) }
        }
        return error
    }

    private static func message(_ pointer: OpaquePointer) -> String { String(cString: sqlite3_errmsg(pointer)) }

    private static func code(of status: Int32) -> DatabaseError.Code {
        switch status & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED: .busy
        case SQLITE_INTERRUPT: .timeout
        case SQLITE_CONSTRAINT: .constraint
        case SQLITE_FULL: .full
        case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
        case SQLITE_PERM, SQLITE_AUTH, SQLITE_READONLY: .denied
        case SQLITE_CANTOPEN: .unavailable
        case SQLITE_ERROR, SQLITE_MISMATCH, SQLITE_RANGE, SQLITE_TOOBIG, SQLITE_MISUSE, SQLITE_SCHEMA: .invalid
        default: .failed
        }
    }

    private static func constraintKind(of status: Int32) -> DatabaseError.ConstraintKind {
        // SQLITE_CONSTRAINT_…: macros that Swift does not import, SQLITE_CONSTRAINT | number << 8.
        switch status >> 8 {
        case 1: .check
        case 3: .foreignKey
        case 5: .notNull
        case 6, 8, 10: .unique
        default: .other
        }
    }
}
