internal import LatheDatabase

/// How a copy becomes a database again: SQLite's and PostgreSQL's way.
protocol DatabaseRestoration: Sendable {
    var url: DatabaseURL { get }
    /// - Throws: `BackupError` with code `notEmpty` where something is already.
    func requireEmpty() async throws
    /// Loads a copy, whole or not at all.
    /// - Parameter blob: in the repository.
    /// - Returns: the database, open, for the caller to close.
    func load(_ blob: Blob, from repository: BackupRepository) async throws -> Database
    /// Puts the database, which is closed, where the service looks for it.
    func publish() async throws
}

extension DatabaseURL {
    func restoration(environment: [String: String]) -> any DatabaseRestoration {
        if let file { return SQLiteRestoration(url: self, file: file) }
        return PostgreSQLRestoration(url: self, environment: environment)
    }
}
