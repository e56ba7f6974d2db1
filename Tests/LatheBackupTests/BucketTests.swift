internal import Foundation
@testable internal import LatheBackup
internal import LatheDatabase
internal import LatheStorage
internal import TestServers
internal import Testing

struct BucketTests {
    private static func place(_ bucket: S3Bucket) throws -> StorageURL {
        try StorageURL(bucket.url, environment: bucket.environment)
    }

    @Test("From a folder to a bucket, from there to another bucket, and from that to a folder")
    func around() async throws {
        let service = try await SmallService()
        try await service.addUpload()
        try await service.addTrack("a", files: 5)
        let (backups, music) = (
            try await S3Server.seaweed.makeBucket(), try await S3Server.seaweed.makeBucket()
        )
        let repository = try BackupRepository(
            Self.place(backups), for: .write, spool: Spool(in: service.folder + "/spool"),
            environment: backups.environment)
        #expect(try await service.backUp(to: repository).added.objects == 7)
        let report = try await service.backUp(to: repository)
        #expect(report.added.objects == 0)
        #expect(try await repository.prune(keeping: 1).backups == 1)
        #expect(try await repository.backups() == [report.backup])
        let verification = BackupVerification(of: report.backup, in: repository, environment: [:])
        #expect(try await verification.run().findings == [])

        let restored = try await RestoredService()
        let target = RestoreTarget(
            database: restored.url, storage: try Self.place(music), keys: restored.keys,
            environment: music.environment)
        _ = try await Restore(report.backup, from: repository, to: target).run()
        let again = RestoreTarget(
            database: try DatabaseURL(file: restored.folder + "/another.db"), storage: try Self.place(music),
            keys: restored.folder + "/another.json", environment: music.environment)
        let error = await #expect(throws: BackupError.self) {
            try await Restore(report.backup, from: repository, to: again).run()
        }
        #expect(error?.code == .notEmpty)

        try await Self.check(try Self.place(music).open(environment: music.environment), restored, service)
    }

    /// A service whose music is in the bucket is as good as the one that it comes from.
    private static func check(
        _ store: any ObjectStore, _ restored: RestoredService, _ service: SmallService
    ) async throws {
        for try await object in store.objects() {
            let (one, other) = (try await store.head(object.key), try await service.store.head(object.key))
            #expect(one?.sha256 == other?.sha256 && one?.size == other?.size)
            #expect(one?.cacheControl == other?.cacheControl)
            // SeaweedFS guesses where it is told that nobody knows.
            if other?.contentType != "application/octet-stream" { #expect(one?.contentType == other?.contentType) }
        }
        let database = try Database(restored.url, options: .patient)
        let source = Backup.Source(restored.url, database: database, store: store, keys: nil)
        let report = try await Backup(
            of: source, to: service.repository(), version: "1", environment: [:]
        ).run(at: 0)
        await database.close()
        #expect(report.verification.isClean && report.added.objects == 7)
        #expect(try await service.verify(report.backup).isClean)
    }
}
