internal import LatheCatalog
internal import LatheDatabase
internal import LatheJobs

/// What a database is told when it begins again: workers and clients of then are gone.
public struct RevivedWork: Sendable, Equatable {
    /// Jobs that ran, and wait again.
    public var handedBack = 0
    /// Uploads whose bytes had not all come, or were given up while they were to be copied.
    public var endedUploads = 0
    /// Jobs that make a package again which was not in the backup.
    public var redone = 0

    /// Brings the tables to this version, and tells them.
    /// - Parameter manifest: of the backup, which says what is not in it.
    static func revive(_ database: Database, from manifest: BackupManifest) async throws -> RevivedWork {
        let (queue, catalog) = (JobQueue(database: database), Catalog(database: database))
        try await database.migrate(JobQueue.migrations + Catalog.migrations)
        return try await database.write { connection in
            var work = RevivedWork()
            work.handedBack = try queue.handBackAll(in: connection)
            work.endedUploads = try catalog.endOpenUploads(in: connection)
            work.endedUploads += try catalog.endUploads(of: manifest.givenUpUploads, in: connection)
            let redo = { (jobs: [Job.ID]) in work.redone += try queue.redo(jobs, in: connection) }
            if manifest.hasPackages {
                try catalog.unpublish(manifest.givenUpPackages, in: connection, redo: redo)
            } else {
                try catalog.unpublishAll(in: connection, redo: redo)
            }
            return work
        }
    }
}

extension BackupManifest {
    /// The keys of their masters.
    fileprivate var givenUpUploads: [String] {
        (givenUp ?? []).compactMap { if case .upload(let key) = $0 { key } else { nil } }
    }

    /// Their prefixes.
    fileprivate var givenUpPackages: [String] {
        (givenUp ?? []).compactMap { if case .package(let prefix, _) = $0 { prefix } else { nil } }
    }
}
