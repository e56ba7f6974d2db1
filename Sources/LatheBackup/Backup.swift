internal import Foundation
internal import LatheCatalog
internal import LatheCrypto
public import LatheDatabase
public import LatheStorage

/// Makes a backup of a service that runs: the database at one moment, and every object that its catalogue names then.
///
/// Objects never change under their keys, so they are copied after the database: whatever was named and is still there
/// goes in, and those that a backup before has are not read again. What the service gave up in between, and has no more, is
/// written down: a restoration gives it up too.
public struct Backup: Sendable {
    /// What is backed up.
    public struct Source: Sendable {
        let url: DatabaseURL
        let database: Database
        let store: any ObjectStore
        let keys: String?

        /// - Parameters:
        ///   - database: at the URL, with `DatabaseOptions.patient`; its tables are left as they are.
        ///   - keys: the path of the file; nil leaves it out.
        public init(_ url: DatabaseURL, database: Database, store: any ObjectStore, keys: String?) {
            (self.url, self.database, self.store, self.keys) = (url, database, store, keys)
        }
    }

    /// What came of it.
    public struct Report: Sendable {
        /// The new backup.
        public let backup: StoredBackup
        /// What the catalogue names and was not to be had; still the rest is a backup.
        public let verification: VerificationReport
        /// Objects that no backup had before, and their bytes.
        public let added: (objects: Int, bytes: Int)
    }

    let source: Source
    let repository: BackupRepository
    let hasPackages: Bool
    let version: String
    let environment: [String: String]

    /// - Parameters:
    ///   - hasPackages: false leaves them out: they are made again from the masters after a restoration.
    ///   - version: of Lathe.
    ///   - environment: of the process, for programs of PostgreSQL.
    public init(
        of source: Source, to repository: BackupRepository, hasPackages: Bool = true, version: String,
        environment: [String: String]
    ) {
        (self.source, self.repository, self.hasPackages) = (source, repository, hasPackages)
        (self.version, self.environment) = (version, environment)
    }

    /// - Parameter now: milliseconds since 1970.
    /// - Throws: `BackupError`, `DatabaseError`, `StorageError`; there is no new backup then.
    public func run(at now: Int64) async throws -> Report {
        let snapshot = try await DatabaseSnapshot.take(
            of: source.database, at: source.url, into: repository.spool, environment: environment)
        var manifest = BackupManifest(
            createdAt: now, version: version, dialect: snapshot.dialect.rawValue, migrations: snapshot.migrations,
            database: try await repository.add(file: snapshot.database),
            names: try await repository.add(file: snapshot.names.all), objects: Blob(of: []), hasPackages: hasPackages)
        if let keys = source.keys { manifest.keys = try await repository.add(file: keys) }
        let copied = try await copyObjects(of: snapshot)
        copied.describe(in: &manifest)
        manifest.objects = try await repository.add(file: copied.index)
        return Report(
            backup: try await repository.commit(manifest), verification: copied.report,
            added: (copied.addedObjects, copied.addedBytes))
    }

    private func copyObjects(of snapshot: DatabaseSnapshot) async throws -> CopiedObjects {
        let writer = try LineWriter(repository.spool.file("objects"))
        var copied = CopiedObjects(index: writer.path)
        var names = try NameReader(snapshot.names)
        let catalog = Catalog(database: source.database)
        let copying = ObjectIntake(store: source.store, repository: repository, hasPackages: hasPackages)
        while case let things = try await names.next(upTo: 32), !things.isEmpty {
            let taken = Array(zip(things.map(\.thing), try await concurrently(things) { try await copying.take($0) }))
            let flawed = taken.filter { $1.contains { $0.finding != nil } }.map(\.0)
            let givenUp = try await catalog.givenUp(of: flawed)
            let kept = taken.filter { !givenUp.contains($0.0) }
            copied.givenUp += givenUp
            for (thing, objects) in kept { copied.count(objects, for: thing) }
            let objects = kept.flatMap(\.1).compactMap(\.object)
            try await onOwnThread { for object in objects { try writer.append(object) } }
        }
        try await onOwnThread { try writer.flush() }
        return copied
    }
}
