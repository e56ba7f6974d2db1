import Foundation
import LatheCatalog
import LatheDatabase
import LatheJobs
import LatheStorage
import TestServers
import TestDatabases
import Testing

@testable import LatheWorker

@Suite("What is garbage, and what is not")
struct GarbageTests {
    @Test("Of a job's attempts only what it published stays", arguments: DatabaseKind.allCases)
    func attempts(kind: DatabaseKind) async throws {
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

    @Test("A package is not taken away at the moment it is published", arguments: DatabaseKind.allCases)
    func publication(kind: DatabaseKind) async throws {
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
        arguments: DatabaseKind.allCases)
    func oldJobs(kind: DatabaseKind) async throws {
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

    @Test("What killed workers have sent of large objects is given up, and nothing else")
    func parts() async throws {
        try await Plant.with(bucket: S3Server.seaweed.makeBucket()) { plant in
            let bucket = try #require(plant.store as? S3Store)
            let dead = try await plant.accept("1")
            let deadLease = try #require(try await plant.queue.claim(1, worker: "w").first).lease
            _ = try await plant.queue.end(deadLease, .cancelled)
            let running = try await plant.accept("2")
            let runningLease = try #require(try await plant.queue.claim(1, worker: "w").first).lease
            let keys = [
                try plant.place(dead, deadLease).key("flac.mp4"),
                try plant.place(running, runningLease).key("flac.mp4"),
                try ObjectKey("masters/1"),
            ]
            for key in keys { _ = try await bucket.beginParts(of: key, as: ObjectAttributes()) }
            let collector = GarbageCollector(store: plant.store, catalog: plant.catalog, queue: plant.queue)
            let soon = Int64(Date().timeIntervalSince1970 * 1000) + 60_000
            func abort(grace: Int64 = 0, isDryRun: Bool = false) async throws -> Int {
                try await collector.abortParts(grace: grace, now: soon, isDryRun: isDryRun)
            }
            #expect(try await abort(grace: 3_600_000) == 0)
            #expect(try await abort(isDryRun: true) == 1)
            #expect(try await abort() == 1)
            #expect(try await bucket.openParts(prefix: "tracks/").map(\.key) == [keys[1]])
            #expect(try await bucket.openParts(prefix: "masters/").map(\.key) == [keys[2]])
            #expect(try await abort() == 0)
        }
    }

    @Test("More unfinished objects than one list holds are all found")
    func manyParts() async throws {
        try await Plant.with(bucket: S3Server.seaweed.makeBucket()) { plant in
            let bucket = try #require(plant.store as? S3Store)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<8 {
                    group.addTask {
                        for number in 0..<126 {
                            let key = try ObjectKey("tracks/t/r\(worker)-1/\(number)")
                            _ = try await bucket.beginParts(of: key, as: ObjectAttributes())
                        }
                    }
                }
                try await group.waitForAll()
            }
            let collector = GarbageCollector(store: plant.store, catalog: plant.catalog, queue: plant.queue)
            let soon = Int64(Date().timeIntervalSince1970 * 1000) + 60_000
            #expect(try await collector.abortParts(grace: 0, now: soon, isDryRun: false) == 1008)
            #expect(try await bucket.openParts(prefix: "tracks/").isEmpty)
        }
    }
}
