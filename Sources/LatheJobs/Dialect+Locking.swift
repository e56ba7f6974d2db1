internal import LatheDatabase

// How rows are read that a transaction decides by; SQLite has one writer at a time.
extension Dialect {
    /// Waits for whoever changes the rows, and reads what they left.
    var locking: SQL { self == .postgreSQL ? "FOR UPDATE" : "" }

    /// Keeps the rows from being deleted; whoever changes them may.
    var keeping: SQL { self == .postgreSQL ? "FOR KEY SHARE" : "" }

    /// Leaves what another transaction holds to it.
    var skippingLocked: SQL { self == .postgreSQL ? "FOR UPDATE SKIP LOCKED" : "" }
}
