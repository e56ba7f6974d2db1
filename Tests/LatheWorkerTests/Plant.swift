import Foundation
import LatheCatalog
import LatheDatabase
import LatheJobs
import LatheStorage
import Synchronization
import TestDatabases
import TestServers
import Testing

@testable import LatheWorker

/// A store, a queue and a catalogue; where tracks are made, by nobody yet.
struct Plant: Sendable {
    let folder: URL
    let url: DatabaseURL
    let store: any ObjectStore
    let queue: JobQueue
    let catalog: Catalog
    var database: Database { catalog.database }

    /// Fresh ones, gone afterwards.
    /// - Parameter bucket: the store; nil for a folder.
    static func with(
        _ kind: DatabaseKind = .sqlite, bucket: S3Bucket? = nil, _ body: (Plant) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lathe-plant-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let url = try await DatabaseURL(kind.newAddress(in: folder.path))
        let database = try Database(url)
        let catalog = Catalog(database: database)
        let result: Result<Void, any Error>
        do {
            try await database.migrate(Catalog.migrations + JobQueue.migrations)
            let store = try StorageURL(bucket?.url ?? "\(folder.path)/store").open(
                environment: bucket?.environment ?? [:])
            let queue = JobQueue(makingTracksOf: catalog)
            result = .success(
                try await body(Plant(folder: folder, url: url, store: store, queue: queue, catalog: catalog)))
        } catch {
            result = .failure(error)
        }
        await database.close()
        try result.get()
    }
}

extension Plant {
    /// A revision and the job that makes it.
    struct Accepted: Sendable {
        let revision: Revision
        let job: Job
    }

    /// Takes a master in, as `Intake` does, but there is no file.
    func accept(_ version: String = "1", from source: String = "file:///a.flac") async throws -> Accepted {
        try await database.write { [catalog, queue] connection in
            let delivery = Delivery(
                tenant: "default", title: "A", source: source, masterVersion: version, presetName: "music",
                presetHash: "1f")
            let revision = try catalog.register(delivery, in: connection).revision
            let key = TranscodeOrder.uniqueKey(revision: revision.id)
            var new = NewJob(kind: TranscodeOrder.kind, payload: "{}", uniqueKey: key)
            new.mayBeForgotten = revision.jobID != nil
            let job = try queue.enqueue(new, in: connection).job
            try catalog.assign(job: job.id, to: revision.id, in: connection)
            return Accepted(revision: revision, job: job)
        }
    }

    /// Where a claimed job puts its package.
    func place(_ accepted: Accepted, _ lease: Lease) -> PackagePlace {
        PackagePlace(track: accepted.revision.trackID, revision: accepted.revision.id, token: lease.token)
    }

    /// Puts a package of one file there.
    func store(_ place: PackagePlace) async throws {
        try await store.put(.bytes(Array("{}".utf8)), at: place.key("package.json"))
    }

    /// Runs the one job that waits, and publishes what it makes.
    @discardableResult
    func make(_ accepted: Accepted) async throws -> Lease {
        let lease = try #require(try await queue.claim(1, worker: "w").first).lease
        try await store(place(accepted, lease))
        try await publish(place(accepted, lease), under: lease)
        return lease
    }

    /// Ends a job with success, and publishes the package.
    func publish(_ place: PackagePlace, under lease: Lease) async throws {
        let isHeld = try await queue.complete(lease) { [catalog] in
            try catalog.publish(.sample(at: place), as: place.revision, in: $0)
        }
        #expect(isHeld)
    }

    /// How many objects lie below a prefix.
    func objects(_ prefix: String) async throws -> Int {
        try await store.list(prefix: prefix, after: nil, limit: 1000).objects.count
    }

    /// Collects what is garbage in an hour's time, and returns where it lay.
    @discardableResult
    func collect(with queue: JobQueue? = nil) async throws -> [String] {
        let found = Mutex<[String]>([])
        let later = Int64(Date().timeIntervalSince1970 * 1000) + 3_600_000
        try await GarbageCollector(store: store, catalog: catalog, queue: queue ?? self.queue)
            .run(grace: 0, now: later, isDryRun: false) { finding in
                found.withLock { $0.append(finding.prefix) }
            }
        return found.withLock { $0 }
    }
}

extension PublishedPackage {
    /// What is published of a package of one file.
    static func sample(at place: PackagePlace) -> Self {
        Self(
            prefix: place.prefix, sha256: "ab", bytes: 2, duration: 1, loudness: nil, truePeak: nil, renditions: [])
    }
}
