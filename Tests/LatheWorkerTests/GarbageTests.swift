import LatheCatalog
import LatheDatabase
import LatheJobs
import TestServers
import TestTransactions
import Testing

@testable import LatheWorker

@Suite("What is garbage, and what is not")
struct GarbageTests {
    @Test("Of a job's attempts only what it published stays", arguments: TestDatabase.allCases)
    func attempts(kind: TestDatabase) async throws {
        try await Plant.with(kind) { plant in
            let accepted = try await plant.accept()
            let first = try #require(try await plant.queue.claim(1, worker: "w").first).lease
            try await plant.store(plant.place(accepted, first))
            #expect(try await plant.collect() == [], "it still runs")
            _ = try await plant.queue.end(first, .handedBack)
            let second = try #require(try await plant.queue.claim(1, worker: "w").first).lease
            let place = plant.place(accepted, second)
            try await plant.store(place)
            try await plant.publish(place, under: second)
            #expect(try await plant.collect() == [plant.place(accepted, first).prefix])
            #expect(try await plant.objects(place.prefix) == 1)
        }
    }

    @Test("A package is not taken away at the moment it is published", arguments: TestDatabase.allCases)
    func publication(kind: TestDatabase) async throws {
        try await Plant.with(kind) { plant in
            let accepted = try await plant.accept()
            let lease = try #require(try await plant.queue.claim(1, worker: "w").first).lease
            let place = plant.place(accepted, lease)
            try await plant.store(place)
            // Whoever asks for the job waits for the only connection, and meanwhile it ends.
            var options = DatabaseOptions()
            options.connections = 1
            let narrow = try Database(plant.url, options: options)
            let holdUp = try await SlowTransaction(in: narrow, isReading: true) { _ in }
            let collection = Task { try await plant.collect(with: JobQueue(database: narrow)) }
            await narrow.untilCallWaits()
            try await plant.publish(place, under: lease)
            try await holdUp.commit()
            #expect(try await collection.value == [])
            #expect(try await plant.objects(place.prefix) == 1)
            await narrow.close()
        }
    }

    @Test(
        "Old jobs are forgotten when no track needs them, and what they made can be made again",
        arguments: TestDatabase.allCases)
    func oldJobs(kind: TestDatabase) async throws {
        try await Plant.with(kind) { plant in
            let first = try await plant.accept("1")
            let firstLease = try await plant.make(first)
            let second = try await plant.accept("2")
            try await plant.make(second)
            let collector = GarbageCollector(store: plant.store, catalog: plant.catalog, queue: plant.queue)
            #expect(try await collector.forgetJobs(olderThan: 3_600_000, isDryRun: false) == 0)
            // All that ended before the next millisecond.
            #expect(try await collector.forgetJobs(olderThan: -1, isDryRun: true) == 1)
            #expect(try await collector.forgetJobs(olderThan: -1, isDryRun: false) == 1)
            #expect(try await plant.queue.job(first.job.id) == nil)
            #expect(try await plant.queue.job(second.job.id)?.state == .succeeded)
            // Its old package is in the store as long as somebody may listen to it.
            let again = try await plant.accept("1")
            #expect(again.revision.id == first.revision.id && again.job.state == .available)
            #expect(try await plant.make(again).token > firstLease.token)
        }
    }
}
