internal import Foundation
internal import LatheBackup
internal import LatheCatalog
internal import LatheCrypto
internal import LatheDatabase
internal import LatheJobs
internal import LatheStorage
internal import TestDatabases

/// What a service keeps: a database, a store and keys, in a folder of its own.
final class SmallService: Sendable {
    let folder: String
    let url: DatabaseURL
    let database: Database
    let store: DirectoryStore

    var keys: String { folder + "/keys.json" }
    var catalog: Catalog { Catalog(database: database) }
    var queue: JobQueue { JobQueue(database: database) }
    var storage: StorageURL { .directory(folder + "/store") }

    /// - Parameter missing: how many steps of the catalogue's migrations its Lathe does not know yet.
    init(_ kind: DatabaseKind = .sqlite, missing: Int = 0) async throws {
        folder = FileManager.default.temporaryDirectory.path + "/lathe-small-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        url = try DatabaseURL(await kind.newAddress(in: folder))
        database = try Database(url, options: .patient)
        store = try DirectoryStore(folder + "/store")
        try Data("the keys".utf8).write(to: URL(filePath: folder + "/keys.json"))
        try await database.migrate(JobQueue.migrations + Catalog.migrations.dropLast(missing))
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    // MARK: - What is in it

    /// - Returns: the master's key.
    @discardableResult
    func addUpload(_ text: String = "a master", isComplete: Bool = true) async throws -> String {
        let upload = try await database.write { [catalog] connection in
            try catalog.issueUpload(
                NewUpload(objectKey: "masters/\(UUIDv7().description)", lifetime: 3_600_000), to: "ada", in: connection)
        }
        guard isComplete else { return upload.objectKey }
        try await store.put(.bytes(Array(text.utf8)), at: ObjectKey(upload.objectKey))
        _ = try await database.write { [catalog] connection in
            try catalog.completeUpload(upload.id, bytes: text.utf8.count, in: connection)
        }
        return upload.objectKey
    }

    /// An upload whose master takes longer to read than any test: a terabyte of which nothing is on the disk, and of
    /// which the store knows no checksum.
    func addEndlessUpload() async throws -> String {
        let key = try await addUpload()
        let path = "\(folder)/store/\(key)"
        try FileManager.default.removeItem(atPath: path)
        try Data().write(to: URL(filePath: path))
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.truncate(atOffset: 1 << 40)
        try file.close()
        return key
    }

    /// A track with a package of some files, and the job that made it.
    @discardableResult
    func addTrack(
        _ title: String, files: Int = 3, seed: String = UUID().uuidString, payload: String = "{}"
    ) async throws -> Track {
        let delivery = Delivery(
            tenant: "label", title: title, source: "file:///\(title)", masterVersion: "\(title)-\(seed)",
            presetName: "music", presetHash: "1")
        let (track, revision, _) = try await database.write { [catalog] in try catalog.register(delivery, in: $0) }
        let job = try await queue.enqueue(
            NewJob(kind: "transcode", payload: payload, uniqueKey: "transcode/\(revision.id)", tenant: title)
        ).job
        let claimed = try await queue.claim(1, worker: "press").first { $0.job.id == job.id }
        guard let claimed else { throw JobFailure("test", "the job cannot be claimed") }
        let prefix = "tracks/\(track.id)/\(revision.id)-\(claimed.lease.token)/"
        let package = try await putPackage(prefix, files, seed)
        _ = try await queue.complete(claimed.lease) { [catalog] connection in
            try catalog.assign(job: job.id, to: revision.id, in: connection)
            try catalog.publish(package, as: revision.id, in: connection)
        }
        return track
    }

    private func putPackage(_ prefix: String, _ count: Int, _ seed: String) async throws -> PublishedPackage {
        var files: [[String: Any]] = []
        for index in 0..<count {
            let bytes = Array("\(seed) \(index)".utf8)
            let object = try await store.put(
                .bytes(bytes), at: ObjectKey(prefix + "aac/\(index).m4s"),
                as: ObjectAttributes(contentType: "audio/mp4", cacheControl: "public, max-age=31536000, immutable"))
            files.append([
                "path": "aac/\(index).m4s", "bytes": bytes.count, "sha256": object.sha256?.hexadecimal ?? "",
            ])
        }
        let document = try JSONSerialization.data(withJSONObject: ["files": files])
        let object = try await store.put(.bytes(Array(document)), at: ObjectKey(prefix + "package.json"))
        return PublishedPackage(
            prefix: prefix, sha256: object.sha256?.hexadecimal ?? "", bytes: document.count, duration: 1,
            loudness: nil, truePeak: nil, renditions: [])
    }

    // MARK: - What goes

    /// As if its time were over, and it were collected.
    func expire(_ key: String) async throws {
        try await database.write {
            try $0.execute("UPDATE uploads SET state = 'expired' WHERE object_key = \(key)")
        }
        try await store.delete([ObjectKey(key)])
    }

    /// As if the track had been deleted, and its package collected after its grace; not all of it yet.
    func retire(_ track: Track) async throws {
        try await database.write {
            try $0.execute("UPDATE revisions SET retired_at = 1 WHERE track_id = \(track.id)")
        }
        var keys: [ObjectKey] = []
        for try await object in store.objects(prefix: "tracks/\(track.id)/") { keys.append(object.key) }
        try await store.delete(keys.filter { !$0.text.hasSuffix("/0.m4s") })
    }

    // MARK: - What is done with it

    func repository(_ use: BackupRepository.Use = .write, name: String = "backups") throws -> BackupRepository {
        try BackupRepository(
            .directory("\(folder)/\(name)"), for: use, spool: Spool(in: folder + "/spool"),
            environment: ProcessInfo.processInfo.environment)
    }

    @discardableResult
    func backUp(
        to repository: BackupRepository? = nil, from store: (any ObjectStore)? = nil, hasPackages: Bool = true,
        at moment: Date = Date()
    ) async throws -> Backup.Report {
        let source = Backup.Source(url, database: database, store: store ?? self.store, keys: keys)
        let repository = try repository ?? self.repository()
        return try await Backup(
            of: source, to: repository, hasPackages: hasPackages, version: "1",
            environment: ProcessInfo.processInfo.environment
        ).run(at: Int64(moment.timeIntervalSince1970 * 1000))
    }

    func verify(_ backup: StoredBackup, sample: Sample = .everything) async throws -> VerificationReport {
        try await BackupVerification(
            of: backup, in: repository(.read), sample: sample, environment: ProcessInfo.processInfo.environment
        ).run()
    }

    func verifyStore(
        _ store: (any ObjectStore)? = nil, sample: Sample = .everything
    ) async throws -> VerificationReport {
        try await StoreVerification(
            catalog: catalog, store: store ?? self.store, spool: Spool(in: folder + "/spool"), sample: sample
        ).run()
    }
}
