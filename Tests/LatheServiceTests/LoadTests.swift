import Foundation
import LatheAccess
import LatheCatalog
import LatheDatabase
import TestDatabases
import Testing

@testable import LatheService

/// Limits that follow what the database has to do.
struct LoadTests {
    /// A limit of 1000 a minute, as it is now.
    private func quota(_ rateClass: RateClass, _ stage: Stage) -> Int {
        stage.service.parts.limiter.take(rateClass, keys: [.subject(UUID().uuidString)])?.limit.quota ?? 0
    }

    @Test(
        "While calls wait for the database, changes and uploads are limited and streams are not",
        arguments: DatabaseKind.allCases)
    func load(kind: DatabaseKind) async throws {
        let policy = RatePolicy(perSubject: RateLimit(1000, per: 60), perAddress: RateLimit(1000, per: 60))
        let limits = Dictionary(RateClass.allCases.map { ($0, policy) }) { first, _ in first }
        try await kind.onStage(limits: limits) { stage in
            let service = stage.service
            #expect(quota(.upload, stage) == 1000)
            let watching = Task { await service.watchLoad(every: .milliseconds(20)) }
            let gate = DispatchSemaphore(value: 0)
            // More than there are connections: the rest waits.
            let calls = (0..<12).map { _ in
                Task { try await stage.catalog.database.read { _ in gate.wait() } }
            }
            try await eventually { quota(.upload, stage) <= 50 && quota(.write, stage) <= 50 }
            #expect(quota(.stream, stage) == 1000 && quota(.auth, stage) == 1000)
            #expect((500...550).contains(quota(.read, stage)))
            for _ in calls { gate.signal() }
            for call in calls { try await call.value }
            try await eventually { quota(.upload, stage) == 1000 }
            watching.cancel()
            await watching.value
        }
    }

    private func eventually(_ isSo: () -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while !isSo() {
            try #require(ContinuousClock.now < end)
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
