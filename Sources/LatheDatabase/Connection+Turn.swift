extension Connection {
    /// Waits until no other transaction has a turn at the same thing; it is this one's until it ends.
    ///
    /// For what a transaction looks at first and then changes in rows that it cannot lock, such as a limit that new rows
    /// count against. With SQLite, which has one writer, nobody has to wait.
    ///
    /// - Parameter thing: such as `uploads of ann`.
    public func takeTurn(at thing: String) throws {
        guard dialect == .postgreSQL else { return }
        try execute("SELECT pg_advisory_xact_lock(hashtextextended(\(thing), 0))")
    }
}
