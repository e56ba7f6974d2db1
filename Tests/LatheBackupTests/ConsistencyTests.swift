internal import LatheBackup
internal import LatheCatalog
internal import LatheDatabase
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
}
