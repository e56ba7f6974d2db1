internal import LatheDatabase

/// A database of a server, which must have been created and be empty.
struct PostgreSQLRestoration: DatabaseRestoration {
    let url: DatabaseURL
    /// Of this process.
    let environment: [String: String]

    /// A server's database is what it is: nothing beside it says how far a restoration came.
    var isLoaded: Bool { false }

    func requireEmpty() async throws {
        let database = try Database(url, options: .patient)
        let result: Result<String?, any Error>
        do {
            result = .success(
                try await database.read { connection in
                    try connection.first(
                        """
                        SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables
                        WHERE schemaname NOT IN ('pg_catalog', 'information_schema') LIMIT 1
                        """)?["name"]
                })
        } catch { result = .failure(error) }
        await database.close()
        guard let table = try result.get() else { return }
        throw BackupError(
            .notEmpty, "restore to", "\(url)", because: "it has the table \(table)",
            remedy: "Create an empty database, with createdb or CREATE DATABASE, and restore to that.")
    }

    func load(_ blob: Blob, from repository: BackupRepository) async throws -> Database {
        let copy = repository.spool.file("database")
        try await repository.fetch(blob, to: copy)
        let program = PostgreSQLProgram(
            name: "pg_restore", url: url, environment: environment, spool: repository.spool)
        try await onOwnThread { try program.restore(copy) }
        return try Database(url, options: .patient)
    }

    /// It is there already.
    func settle() {}
    func publish() {}
}
