internal import Foundation
public import Lathe
public import LatheCatalog
internal import LatheCrypto
internal import LatheDatabase
public import LatheJobs
internal import LatheMedia
public import LatheStorage

/// Accepts masters: each becomes a revision of a track, and a job that makes it.
public struct Intake: Sendable {
    let store: any ObjectStore
    let catalog: Catalog
    let queue: JobQueue
    let uploadsMasters: Bool

    /// - Parameter uploadsMasters: puts them into the store, for workers that do not see this machine's disks.
    public init(store: any ObjectStore, catalog: Catalog, queue: JobQueue, uploadsMasters: Bool) {
        self.store = store
        self.catalog = catalog
        self.queue = queue
        self.uploadsMasters = uploadsMasters
    }

    /// What is to be made of a master, and for whom.
    public struct Wish: Sendable, Equatable {
        public var tenant = "default"
        public var priority = 0
        public var queue = "default"
        public var preset = Preset.music
        public var layout = Layout.segments

        public init() {}
    }

    /// Accepts a file, durably; the same content from the same place for the same preset is accepted once, unless
    /// something else came from there meanwhile: then it is heard again.
    ///
    /// - Returns: its job, and whether it is new, or is to run again.
    /// - Throws: `LatheError` where it is no lossless master; `StorageError`, `DatabaseError`.
    public func accept(file path: String, _ wish: Wish) async throws -> (job: Job, isNew: Bool) {
        let master = try await onOwnThread { try MasterFile(path) }
        let delivery = Delivery(
            tenant: wish.tenant, title: master.title, source: "file://" + master.path, masterVersion: master.sha256,
            presetName: wish.preset.name, presetHash: try TranscodeOrder.fingerprint(of: wish.preset, wish.layout))
        let place: TranscodeOrder.Master =
            uploadsMasters ? .object(key: try await upload(master)) : .file(path: master.path)
        let stored = try await storedPackage(of: delivery)
        return try await catalog.database.write { connection in
            let (track, revision, isReturn) = try catalog.register(delivery, in: connection)
            let order = TranscodeOrder(
                track: track.id, revision: revision.id, master: place, sha256: master.sha256, preset: wish.preset,
                layout: wish.layout)
            var job = NewJob(
                kind: TranscodeOrder.kind, payload: try order.json,
                uniqueKey: TranscodeOrder.uniqueKey(revision: revision.id), queue: wish.queue, tenant: wish.tenant,
                priority: wish.priority)
            // Packages are named by the token, and one of then may still be there.
            job.mayBeForgotten = revision.jobID != nil
            let enqueued = try queue.enqueue(job, in: connection)
            try catalog.assign(job: enqueued.job.id, to: revision.id, in: connection)
            try queue.withdraw(catalog.jobsSuperseded(by: revision, in: connection), in: connection)
            guard isReturn else { return enqueued }
            return try bringBack(revision, by: enqueued, payload: job.payload, stored, in: connection)
        }
    }

    /// Looked for before the transaction, which must not wait for the store; that it is not collected meanwhile is the
    /// catalogue's to know.
    private func storedPackage(of delivery: Delivery) async throws -> String? {
        guard let prefix = try await catalog.package(madeOf: delivery),
            try await store.head(ObjectKey(prefix + "package.json")) != nil
        else { return nil }
        return prefix
    }

    /// A master after which others were delivered: its package is published again, or made again.
    /// - Parameter stored: where its package lies in the store.
    private func bringBack(
        _ revision: Revision, by enqueued: (job: Job, isNew: Bool), payload: String, _ stored: String?,
        in connection: Connection
    ) throws -> (job: Job, isNew: Bool) {
        var accepted = enqueued
        if !enqueued.isNew {
            if let stored, try catalog.republish(revision, at: stored, in: connection) { return enqueued }
            // One that waits or runs makes it anyway.
            guard let job = try queue.rerun(enqueued.job.id, payload: payload, in: connection) else { return enqueued }
            accepted = (job, true)
        }
        try catalog.remake(revision, in: connection)
        return accepted
    }

    /// Named by its content: whoever uploads it twice, uploads it once.
    private func upload(_ master: MasterFile) async throws -> String {
        let key = try ObjectKey("masters/\(master.sha256)")
        if try await store.head(key)?.size != master.bytes {
            try await store.put(
                .file(master.path), at: key,
                as: ObjectAttributes(sha256: SHA256Digest(hexadecimal: master.sha256)))
        }
        return key.text
    }
}

/// A file that is a lossless master.
private struct MasterFile {
    /// Absolute, without symbolic links.
    let path: String
    let title: String
    let bytes: Int
    /// Lower-case hexadecimal.
    let sha256: String

    /// Reads all of it.
    init(_ path: String) throws {
        let facts = try Transcoder.probe(path)
        let url = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        self.path = url.path
        title = facts.tags.title ?? url.deletingPathExtension().lastPathComponent
        bytes = facts.byteCount
        sha256 = try Self.checksum(self.path)
    }

    private static func checksum(_ path: String) throws -> String {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw LatheError(.masterNotFound, "read", path, because: String(cString: strerror(errno)))
        }
        let hasher = SHA256Hasher()
        while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
            piece.withUnsafeBytes { hasher.update($0) }
        }
        return hasher.finish().hexadecimal
    }
}

/// Runs what blocks where it does not block others.
func onOwnThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread { continuation.resume(with: Result { try body() }) }.start()
    }
}
