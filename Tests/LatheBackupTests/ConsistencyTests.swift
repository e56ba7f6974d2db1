@testable internal import LatheBackup
internal import LatheCatalog
internal import LatheDatabase
internal import LatheJobs
internal import LatheStorage
internal import TestDatabases
internal import Testing

struct ConsistencyTests {
    /// Pairs are written in one transaction each: half of one is half of a transaction.
    private static func addPair(to service: SmallService) async throws {
        try await service.database.write { connection in
            for _ in 0..<2 {
                try connection.execute(
                    """
                    INSERT INTO idempotency_keys (subject, key, request_hash, expires_at, created_at)
                    VALUES ('pair', \(UUIDv7().description), '', 0, 0)
                    """)
            }
        }
    }

    @Test("A backup is of one moment, however much is written meanwhile", arguments: DatabaseKind.allCases)
    func moment(_ kind: DatabaseKind) async throws {
        let service = try await SmallService(kind)
        for index in 0..<5 { try await service.addTrack("track \(index)") }
        try await Self.addPair(to: service)
        let report = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var count = 0
                    while !Task.isCancelled {
                        do { try await Self.addPair(to: service) } catch is CancellationError { break }
                        count += 1
                    }
                    return count
                }
            }
            let report = try await service.backUp()
            group.cancelAll()
            var count = 0
            for try await pairs in group { count += pairs }
            #expect(count > 0, "nothing was written meanwhile")
            return report
        }
        #expect(try await service.verify(report.backup).isClean)
        let restored = try await RestoredService(kind)
        try await restored.restore(report.backup, of: service)
        let count = try await restored.open { catalog, _, _ in
            try await catalog.database.read { connection -> Int in
                try connection.first("SELECT count(*) AS count FROM idempotency_keys")?["count"] ?? 0
            }
        }
        #expect(count > 0 && count.isMultiple(of: 2))
    }

    /// Between the copy of the database, which names them, and their own.
    @Test("What is given up while a backup runs is in no way of its restoration", arguments: DatabaseKind.allCases)
    func givenUp(_ kind: DatabaseKind) async throws {
        let service = try await SmallService(kind)
        let (kept, expired) = (try await service.addUpload("kept"), try await service.addUpload("expired"))
        let (retired, ready) = (try await service.addTrack("a", files: 5), try await service.addTrack("b", files: 2))
        let store = InterposedStore(store: service.store) { key in
            if key.text == expired { try await service.expire(expired) }
            // Files are looked at side by side: none before it was collected.
            if key.text.hasPrefix("tracks/\(retired.id)/"), key.text.hasSuffix(".m4s") {
                try await service.retire(retired)
            }
        }
        let report = try await service.backUp(from: store)
        let manifest = report.backup.manifest
        #expect(report.verification.findings == [] && manifest.missing == 0)
        #expect(manifest.givenUp?.count == 2)
        #expect((manifest.masters, manifest.packages, manifest.objectCount) == (1, 1, 4))
        #expect(try await service.verify(report.backup).findings == [])

        let restored = try await RestoredService(kind)
        let outcome = try await restored.restore(report.backup, of: service)
        #expect(outcome.work == RevivedWork(handedBack: 0, endedUploads: 1, redone: 1))
        try await restored.open { catalog, queue, store in
            #expect(try await catalog.stream(of: retired.id) == .notReady)
            guard case .ready = try await catalog.stream(of: ready.id) else {
                Issue.record("the track is not ready")
                return
            }
            #expect(try await queue.counts()[.available] == 1)
            #expect(try await store.head(ObjectKey(kept)) != nil)
        }
        // The next one has nothing to give up, and says nothing that older versions would not know.
        #expect(try await service.backUp().backup.manifest.givenUp == nil)
    }
}
