import LatheDatabase
import LatheJobs
import TestDatabases
import Testing

@Suite("Leases and fencing")
struct LeaseTests {
    @Test("Enqueueing twice gives the same job", arguments: DatabaseKind.allCases)
    func unique(kind: DatabaseKind) async throws {
        try await withQueue(on: kind) { queue in
            let first = try await queue.enqueue(.sample("a"))
            let second = try await queue.enqueue(.sample("a", priority: 9))
            #expect(first.isNew && !second.isNew)
            #expect(first.job == second.job)
            #expect(try await queue.list().count == 1)
        }
    }

    @Test("A claim counts an attempt and raises the token", arguments: DatabaseKind.allCases)
    func claim(kind: DatabaseKind) async throws {
        try await withQueue(on: kind) { queue in
            try await queue.enqueue(.sample("a"))
            let claimed = try #require(try await queue.claimOne(as: "w1"))
            #expect(claimed.job.state == .running && claimed.job.attempt == 1 && claimed.lease.token == 1)
            #expect(claimed.job.worker == "w1")
            #expect(try await queue.claimOne() == nil)
        }
    }

    @Test("A zombie's result is discarded, and what it says is not heard", arguments: DatabaseKind.allCases)
    func zombie(kind: DatabaseKind) async throws {
        try await withQueue(on: kind, settings: expired) { queue in
            try await queue.enqueue(.sample("a"))
            let zombie = try #require(try await queue.claimOne(as: "zombie")).lease
            #expect(try await queue.maintain().lost == 1)
            let successor = try #require(try await queue.claimOne(as: "successor")).lease
            #expect(successor.token == 2)

            #expect(try await queue.report([zombie: JobProgress(fraction: 0.9)]) == [zombie: .lost])
            #expect(try await queue.end(zombie, .failed(JobFailure("io", "it failed"))) == nil)
            #expect(try await !queue.completeWithResult(zombie, by: "zombie"))
            #expect(try await queue.results() == [])
            #expect(try await queue.job(zombie.jobID)?.progress.fraction == 0)

            #expect(try await queue.completeWithResult(successor, by: "successor"))
            #expect(try await !queue.completeWithResult(zombie, by: "zombie"))
            #expect(try await queue.results() == ["successor"])
            #expect(try await queue.attempts(of: zombie.jobID).map(\.outcome) == ["lost", "succeeded"])
        }
    }

    @Test("Where publishing fails, the job has not succeeded", arguments: DatabaseKind.allCases)
    func failingPublication(kind: DatabaseKind) async throws {
        struct Refused: Error {}
        try await withQueue(on: kind) { queue in
            try await queue.enqueue(.sample("a"))
            let lease = try #require(try await queue.claimOne()).lease
            await #expect(throws: Refused.self) {
                _ = try await queue.complete(lease) { connection in
                    try connection.execute("INSERT INTO results (job_id, made_by) VALUES ('x', 'w')")
                    throw Refused()
                }
            }
            #expect(try await queue.results() == [])
            #expect(try await queue.job(lease.jobID)?.state == .running)
        }
    }

    @Test("Completing twice publishes once, and says twice that it did", arguments: DatabaseKind.allCases)
    func completedTwice(kind: DatabaseKind) async throws {
        try await withQueue(on: kind) { queue in
            try await queue.enqueue(.sample("a"))
            let lease = try #require(try await queue.claimOne()).lease
            #expect(try await queue.completeWithResult(lease, by: "w"))
            #expect(try await queue.completeWithResult(lease, by: "w"))
            #expect(try await queue.results() == ["w"])
        }
    }

    @Test("Progress never falls within an attempt", arguments: DatabaseKind.allCases)
    func progress(kind: DatabaseKind) async throws {
        try await withQueue(on: kind) { queue in
            try await queue.enqueue(.sample("a"))
            let lease = try #require(try await queue.claimOne()).lease
            for fraction in [0.5, 0.3] {
                _ = try await queue.report([lease: JobProgress(fraction: fraction, stage: "encode", remaining: 9)])
            }
            #expect(try await queue.report([lease: nil]) == [lease: .held])
            let progress = try #require(try await queue.job(lease.jobID)).progress
            #expect(progress == JobProgress(fraction: 0.5, stage: "encode", remaining: 9))
        }
    }

    @Test("Hundreds of jobs and many workers: each job once", arguments: DatabaseKind.allCases)
    func exactlyOnce(kind: DatabaseKind) async throws {
        try await withQueue(on: kind) { queue in
            for number in 0..<200 { try await queue.enqueue(.sample("\(number)", tenant: "t\(number % 3)")) }
            await withTaskGroup(of: Void.self) { group in
                for worker in 0..<8 {
                    group.addTask {
                        while let claimed = try? await queue.claim(7, worker: "w\(worker)"), !claimed.isEmpty {
                            for job in claimed {
                                _ = try? await queue.completeWithResult(job.lease, by: job.job.uniqueKey)
                            }
                        }
                    }
                }
            }
            let results = try await queue.results()
            #expect(results.count == 200 && Set(results).count == 200)
            #expect(try await queue.counts() == [.succeeded: 200])
        }
    }

    @Test("A lease given before the clock was put back is shortened")
    func clockPutBack() async throws {
        let clock = TestClock()
        try await withDatabase(.sqlite, clock: clock) { database in
            try await database.migrate(JobQueue.migrations)
            let queue = JobQueue(database: database)
            clock.time = 10_000_000
            try await queue.enqueue(.sample("a"))
            _ = try await queue.claimOne()
            clock.time -= 3_600_000
            #expect(try await queue.maintain().lost == 0)
            clock.time += 15_001
            #expect(try await queue.maintain().lost == 1)
        }
    }
}
