extension Database {
    /// Brings the tables to this program's version: applies the steps that were not applied yet, each in a transaction of
    /// its own. Processes that start at the same time wait for each other.
    ///
    /// - Throws: `DatabaseError`; code `schema` when an applied step was altered or is missing, or when a newer version of
    ///   the program has been here.
    public func migrate(_ migrations: [Migration]) async throws {
        let known = try migrations.map { try $0.step(for: dialect) }
        // Most starts find nothing to do: they need not wait for whoever writes.
        let isDone = try await read { connection in
            guard try connection.hasMigrations() else { return false }
            return try MigrationHistory(known: known, applied: try connection.appliedSteps()).pending().isEmpty
        }
        if isDone { return }
        while true {
            let isComplete = try await write { connection in
                try connection.allowForMigration()
                try connection.lockMigrations()
                try connection.makeMigrations()
                let history = MigrationHistory(known: known, applied: try connection.appliedSteps())
                guard let id = try history.pending().first else { return true }
                guard let index = migrations.firstIndex(where: { $0.id == id }) else { return true }
                for statement in migrations[index].statements(for: connection.dialect) {
                    try connection.execute(statement)
                }
                try connection.execute(
                    """
                    INSERT INTO schema_migrations (id, applied_at, checksum)
                    VALUES (\(id), \(sql: connection.dialect.now), \(known[index].checksum))
                    """)
                return false
            }
            if isComplete { return }
        }
    }
}

extension Connection {
    /// The identifiers of the steps that the tables have behind them, in order; none in a database without tables.
    public func appliedMigrations() throws -> [String] {
        try hasMigrations() ? appliedSteps().map(\.id).sorted() : []
    }

    /// Until the transaction ends: a lock of the session would be lost behind a transaction pooler. SQLite has one writer
    /// anyway.
    fileprivate func lockMigrations() throws {
        guard dialect == .postgreSQL else { return }
        // "lathe" in ASCII.
        try execute("SELECT pg_advisory_xact_lock(\(Int64(0x6C_61_74_68_65)))")
    }

    fileprivate func hasMigrations() throws -> Bool {
        switch dialect {
        case .sqlite:
            try first("SELECT 1 AS one FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'") != nil
        case .postgreSQL:
            try first("SELECT 1 AS one WHERE to_regclass('schema_migrations') IS NOT NULL") != nil
        }
    }

    fileprivate func makeMigrations() throws {
        try execute(
            """
            CREATE TABLE IF NOT EXISTS schema_migrations (
                id text NOT NULL PRIMARY KEY, applied_at bigint NOT NULL, checksum text NOT NULL
            )
            """)
    }

    fileprivate func appliedSteps() throws -> [MigrationHistory.Step] {
        try rows("SELECT id, checksum FROM schema_migrations").map {
            MigrationHistory.Step(id: try $0["id"], checksum: try $0["checksum"])
        }
    }
}
