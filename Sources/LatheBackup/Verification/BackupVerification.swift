internal import Foundation
internal import LatheCatalog
internal import LatheCrypto
internal import LatheDatabase
internal import LatheStorage

/// Reads a backup again: whether everything in it is what was put there, the database can be read, and every object
/// that its catalogue names is there.
public struct BackupVerification: Sendable {
    let repository: BackupRepository
    let backup: StoredBackup
    let sample: Sample
    /// Of this process, for PostgreSQL's programs.
    let environment: [String: String]

    /// - Parameter environment: of the process, for programs of PostgreSQL.
    public init(
        of backup: StoredBackup, in repository: BackupRepository, sample: Sample = .everything,
        environment: [String: String]
    ) {
        (self.repository, self.backup, self.sample) = (repository, backup, sample)
        self.environment = environment
    }

    private var manifest: BackupManifest { backup.manifest }

    /// - Throws: `StorageError`, `BackupError` where nothing can be said.
    public func run() async throws -> VerificationReport {
        var report = VerificationReport()
        let parts = [
            ("the database", manifest.database), ("the list of names", manifest.names),
            ("the list of objects", manifest.objects),
        ]
        for (name, blob) in parts + [manifest.keys.map { ("the keys", $0) }].compactMap(\.self) {
            report.add(
                try await repository.store.check(blob.key, against: blob, reading: true, as: "\(name) (\(blob.key))"))
        }
        // Without these nothing is known of the rest.
        guard report.isClean else { return report }
        try await judgeDatabase(&report)
        try await judgeObjects(&report)
        return report
    }

    // MARK: - The database

    private func judgeDatabase(_ report: inout VerificationReport) async throws {
        let copy = repository.spool.newFile()
        defer { for suffix in ["", "-wal", "-shm"] { unlink(copy + suffix) } }
        try await repository.fetch(manifest.database, to: copy)
        do {
            if manifest.dialect == Dialect.sqlite.rawValue {
                for flaw in try await flaws(ofSQLite: copy) { report.add(.database, "the database", flaw) }
            } else {
                try await onOwnThread { [repository, environment] in
                    let program = PostgreSQLProgram(
                        name: "pg_restore", environment: environment, spool: repository.spool)
                    try program.read(copy)
                }
            }
        } catch let error as DatabaseError {
            report.add(.database, "the database", "\(error)")
        } catch let error as BackupError where error.code == .toolFailed {
            report.add(.database, "the database", error.cause)
        }
    }

    private func flaws(ofSQLite copy: String) async throws -> [String] {
        let database = try Database(DatabaseURL(file: copy), options: .patient)
        let names = repository.spool.newFile()
        defer { unlink(names) }
        let result: Result<[String], any Error>
        do {
            result = .success(
                try await database.read { connection in
                    try CatalogueNames.list(Catalog(database: database), connection, in: names)
                    return try connection.flaws()
                })
        } catch { result = .failure(error) }
        await database.close()
        let flaws = try result.get()
        let isListed = try await onOwnThread { [manifest] in try Blob(ofFile: names) == manifest.names }
        return isListed ? flaws : flaws + ["its catalogue names other objects than the backup lists"]
    }

    // MARK: - Objects

    private func judgeObjects(_ report: inout VerificationReport) async throws {
        let (repository, manifest, givenUp) = (repository, manifest, Set(manifest.givenUp ?? []))
        let found = try await repository.withLines(of: manifest.names) { (names: LineReader<StoredThing>) in
            try await repository.withLines(of: manifest.objects) { (objects: LineReader<IndexedObject>) in
                var (walk, report) = (LineWalk(objects), VerificationReport())
                while case let things = try await names.next(upTo: 64), !things.isEmpty {
                    for thing in things where !givenUp.contains(thing) { try await judge(thing, &walk, &report) }
                }
                if let object = try await walk.take(where: { _ in true }) {
                    report.add(.damaged, object.key, "the backup lists it, and the catalogue does not name it")
                }
                return report
            }
        }
        report.merge(found)
    }

    private func judge(
        _ thing: StoredThing, _ walk: inout LineWalk<IndexedObject>, _ report: inout VerificationReport
    ) async throws {
        switch thing {
        case .upload(let key):
            try await judge(master: key, isOwed: true, &walk, &report)
        case .delivery(let key):
            try await judge(master: key, isOwed: manifest.lostDeliveries?.contains(key) == true, &walk, &report)
        case .package(let prefix, let sha256):
            guard manifest.hasPackages else { return }
            let objects = try await walk.takeAll { $0.key.hasPrefix(prefix) }
            try await judge(objects, ofPackage: prefix, sha256, &report)
            try await check(objects, &report)
        }
    }

    private func judge(
        master key: String, isOwed: Bool, _ walk: inout LineWalk<IndexedObject>, _ report: inout VerificationReport
    ) async throws {
        if let object = try await walk.take(where: { $0.key == key }) {
            try await check([object], &report)
        } else if isOwed {
            report.add(.missing, key, "the catalogue names it, and the backup does not have it")
        }
    }

    /// Whether a package is complete.
    private func judge(
        _ objects: [IndexedObject], ofPackage prefix: String, _ sha256: String, _ report: inout VerificationReport
    ) async throws {
        let key = try PackageContents.documentKey(prefix).text
        guard let document = objects.first, document.key == key, document.sha256.hexadecimal == sha256 else {
            return report.add(.missing, key, "the catalogue names it, and the backup does not have it")
        }
        // One that is not there, or damaged, is found by `check`.
        guard let bytes = try? await repository.bytes(of: document.blob) else { return }
        guard let contents = try? PackageContents(bytes, at: prefix) else {
            return report.add(.damaged, key, "it is no description of a package")
        }
        let blobs = Dictionary(objects.map { ($0.key, $0.blob) }) { first, _ in first }
        for file in contents.files where blobs[file.key.text] != file.blob {
            report.add(.missing, file.key.text, "its package needs it, and the backup does not have it")
        }
    }

    private func check(_ objects: [IndexedObject], _ report: inout VerificationReport) async throws {
        let checks = try await concurrently(objects) { object in
            try await repository.store.check(
                object.blob.key, against: object.blob, reading: sample.includesNext(),
                as: "\(object.key) (\(object.blob.key))")
        }
        checks.forEach { report.add($0) }
    }
}
