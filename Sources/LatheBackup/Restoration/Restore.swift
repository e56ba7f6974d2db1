internal import LatheCatalog
internal import LatheDatabase
internal import LatheJobs
internal import LatheStorage

/// Makes a service of a backup, where there is none.
///
/// Everything is put in place beside its final name, held against what it must be, and renamed at the end, the database
/// last: what is not complete is no service.
public struct Restore: Sendable {
    /// What came of it.
    public struct Report: Sendable {
        /// What the database was told.
        public let work: RevivedWork
        /// Steps that brought the tables of an older Lathe to this version.
        public let migrations: Int
        /// What was not to be had, and was left out; only where that is allowed.
        public let verification: VerificationReport
    }

    let backup: StoredBackup
    let repository: BackupRepository
    let target: RestoreTarget
    let allowsLoss: Bool

    /// - Parameter allowsLoss: restores what there is of a damaged backup.
    public init(
        _ backup: StoredBackup, from repository: BackupRepository, to target: RestoreTarget, allowsLoss: Bool = false
    ) {
        (self.backup, self.repository, self.target, self.allowsLoss) = (backup, repository, target, allowsLoss)
    }

    private var manifest: BackupManifest { backup.manifest }
    private static var known: [Migration] { JobQueue.migrations + Catalog.migrations }

    /// - Throws: `BackupError`; code `damaged` where something is missing and no loss is allowed, `notEmpty` where
    ///   something is in the way, `newer` for the backup of a newer Lathe. `DatabaseError`, `StorageError`.
    public func run() async throws -> Report {
        try checkVersion()
        let database = target.database.restoration(of: backup, environment: target.environment)
        let storage = StoreRestoration(
            target.storage, of: backup, isDatabaseLoaded: database.isLoaded, environment: target.environment)
        let keys = try missingKeys()
        try await database.requireEmpty()
        try await storage.requireEmpty()
        try keys?.requireAbsence()
        var report = try await surveyed()
        let store = try await storage.open()
        report.merge(try await fill(store))
        let work = try await load(database, checking: store, &report)
        try await keys?.load(from: repository)
        // Copying may have taken hours, and somebody may have come meanwhile.
        try await database.settle()
        try keys?.requireAbsence()
        try await storage.publish()
        try await keys?.publish()
        try await database.publish()
        return Report(
            work: work, migrations: Self.known.count { !manifest.migrations.contains($0.id) }, verification: report)
    }

    // MARK: - Before anything is written

    private func missingKeys() throws -> KeyRestoration? {
        guard let blob = manifest.keys else { return nil }
        let keys = KeyRestoration(blob: blob, path: target.keys)
        return try keys.isThere ? nil : keys
    }

    private func checkVersion() throws {
        guard manifest.dialect == target.database.dialect.rawValue else {
            throw BackupError(
                .mismatch, "restore", "the backup \(backup.name) to \(target.database)",
                because: "it is of a database of another kind (\(manifest.dialect))",
                remedy: "Restore to one of that kind.")
        }
        let known = Set(Self.known.map(\.id))
        guard let step = manifest.migrations.first(where: { !known.contains($0) }) else { return }
        throw BackupError(
            .newer, "restore", "the backup \(backup.name)",
            because: "Lathe \(manifest.version) made it, and its tables have the step \(step), which this one lacks",
            remedy: "Use that version, or a newer one.")
    }

    /// Whether everything is there, as far as can be said without reading all of it: that happens on the way.
    private func surveyed() async throws -> VerificationReport {
        let verification = BackupVerification(
            of: backup, in: repository, sample: .nothing, environment: target.environment)
        return try judged(await verification.run())
    }

    private func judged(_ report: VerificationReport) throws -> VerificationReport {
        guard let first = report.findings.first, !allowsLoss else { return report }
        throw BackupError(
            .damaged, "restore", "the backup \(backup.name)",
            because: "\(first.subject): \(first.message)" + (report.count > 1 ? "; and \(report.count - 1) more" : ""),
            remedy: "`lathe verify` lists all; another backup may be whole, and --allow-loss restores what there is.")
    }

    // MARK: - Objects

    private func fill(_ store: any ObjectStore) async throws -> VerificationReport {
        var report = VerificationReport()
        try await repository.forEachObject(of: manifest) { objects in
            let checks = try await concurrently(objects, window: 8) { try await put($0, into: store) }
            for finding in checks.compactMap(\.self) { report.add(finding) }
        }
        return try judged(report)
    }

    /// - Returns: what is wrong with it.
    private func put(
        _ object: IndexedObject, into store: any ObjectStore
    ) async throws -> VerificationReport.Finding? {
        let key = try ObjectKey(object.key)
        // From a restoration that was interrupted: a store's own checksum is of what it verified when it was put.
        if let there = try await store.head(key), there.size == object.bytes, there.sha256 == object.sha256 {
            return nil
        }
        do {
            let copy = ObjectCopy(source: repository.store, target: store)
            if try await copy.run(object.blob.key, to: key, as: object.attributes) { return nil }
            return .init(code: .missing, subject: object.key, message: "the backup does not have it")
        } catch let error as StorageError where error.code == .corrupt {
            return .init(code: .damaged, subject: object.key, message: error.cause)
        }
    }

    // MARK: - The database

    private func load(
        _ restoration: any DatabaseRestoration, checking store: any ObjectStore, _ report: inout VerificationReport
    ) async throws -> RevivedWork {
        let database = try await restoration.load(manifest.database, from: repository)
        let result: Result<(RevivedWork, VerificationReport), any Error>
        do {
            let work = try await RevivedWork.revive(database, from: manifest)
            let verification = StoreVerification(
                catalog: Catalog(database: database), store: store, spool: repository.spool, sample: .nothing)
            result = .success((work, try await verification.run()))
        } catch { result = .failure(error) }
        await database.close()
        let (work, verification) = try result.get()
        // With losses these findings are told already.
        report = report.isClean ? try judged(verification) : report
        return work
    }
}
