internal import Foundation
internal import LatheCatalog
public import LatheDatabase

/// A database at one moment: a copy of all of it in a file, and the list of what its catalogue names.
struct DatabaseSnapshot: Sendable {
    /// A SQLite file, or what `pg_dump` makes.
    let database: String
    let names: CatalogueNames
    let migrations: [String]
    let dialect: Dialect

    /// Takes it while others go on reading and writing: copy and list are of one transaction.
    ///
    /// It lasts as long as copying takes, on the connection's own thread: statements need that time, and PostgreSQL keeps
    /// replaced rows until then.
    /// - Throws: `BackupError`, `DatabaseError`.
    static func take(
        of database: Database, at url: DatabaseURL, into spool: Spool, environment: [String: String]
    ) async throws -> DatabaseSnapshot {
        let (copy, names) = (spool.file("database"), CatalogueNames(in: spool))
        let program = PostgreSQLProgram(name: "pg_dump", url: url, environment: environment, spool: spool)
        let migrations = try await database.read { connection in
            let migrations = try connection.appliedMigrations()
            guard !migrations.isEmpty else {
                throw BackupError(
                    .notFound, "back up", "\(url)", because: "there are no tables of Lathe in it",
                    remedy: "Say with --data or --database where the service keeps its own.")
            }
            // The body may run again after a lost connection.
            guard unlink(copy) == 0 || errno == ENOENT else { throw BackupError.system("replace", copy) }
            switch connection.dialect {
            case .sqlite: try connection.copy(to: copy)
            case .postgreSQL: try program.dump(snapshot: connection.exportedSnapshot(), to: copy)
            }
            try names.write(Catalog(database: database), connection)
            return migrations
        }
        return DatabaseSnapshot(database: copy, names: names, migrations: migrations, dialect: database.dialect)
    }
}

extension Connection {
    /// What another connection to PostgreSQL calls this transaction's snapshot.
    fileprivate func exportedSnapshot() throws -> String {
        guard let name = try first("SELECT pg_export_snapshot() AS name") else {
            throw DatabaseError(.failed, "export", "a snapshot", because: "the server returned none")
        }
        return try name["name"]
    }
}

extension DatabaseOptions {
    /// For what takes as long as it takes: copying and checking a whole database.
    public static var patient: DatabaseOptions {
        var options = DatabaseOptions()
        options.statementTimeout = .seconds(24 * 3600)
        options.idleInTransactionTimeout = .seconds(24 * 3600)
        options.connections = 2
        return options
    }
}
