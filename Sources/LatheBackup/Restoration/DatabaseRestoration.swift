internal import LatheDatabase

/// How a copy becomes a database again: SQLite's and PostgreSQL's way.
protocol DatabaseRestoration: Sendable {
    var url: DatabaseURL { get }
    /// A restoration of this backup came so far before that it loaded the copy, for which it had a complete store.
    var isLoaded: Bool { get }
    /// - Throws: `BackupError` with code `notEmpty` where something is already.
    func requireEmpty() async throws
    /// Loads a copy, whole or not at all.
    /// - Parameter blob: in the repository.
    /// - Returns: the database, open, for the caller to close.
    func load(_ blob: Blob, from repository: BackupRepository) async throws -> Database
    /// Makes the database, which is closed, ready to be published.
    /// - Throws: `BackupError` with code `notEmpty` where something came into its place meanwhile.
    func settle() async throws
    /// Puts it where the service looks for it.
    /// - Throws: as `settle`.
    func publish() async throws
}

extension DatabaseURL {
    func restoration(of backup: StoredBackup, environment: [String: String]) -> any DatabaseRestoration {
        if let file { return SQLiteRestoration(url: self, file: file, backup: backup) }
        return PostgreSQLRestoration(url: self, environment: environment)
    }
}
