internal import LatheCatalog
internal import LatheDatabase
internal import LatheJobs

/// What a database is told when it begins again: workers and clients of then are gone.
public struct RevivedWork: Sendable, Equatable {
    /// Jobs that ran, and wait again.
    public var handedBack = 0
    /// Uploads whose bytes had not all come.
    public var endedUploads = 0
    /// Jobs that make a package again which was not in the backup.
    public var redone = 0

    /// Brings the tables to this version, and tells them.
    static func revive(_ database: Database, hasPackages: Bool) async throws -> RevivedWork {
        let (queue, catalog) = (JobQueue(database: database), Catalog(database: database))
        try await database.migrate(JobQueue.migrations + Catalog.migrations)
        return try await database.write { connection in
            var work = RevivedWork()
            work.handedBack = try queue.handBackAll(in: connection)
            work.endedUploads = try catalog.endOpenUploads(in: connection)
            if !hasPackages {
                try catalog.unpublishAll(in: connection) { work.redone += try queue.redo($0, in: connection) }
            }
            return work
        }
    }
}
