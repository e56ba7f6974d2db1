import LatheDatabase
import LatheJobs
import Synchronization
import TestDatabases
import Testing

@Suite("Whoever is told that a job comes to nothing")
struct FailureObserverTests {
    private struct Refusal: Error {}

    @Test(
        "It is told in the transaction that ends the job: neither is there without the other",
        arguments: DatabaseKind.allCases)
    func atomicity(kind: DatabaseKind) async throws {
        try await withQueue(on: kind) { plain in
            let refusing = Flag()
            let queue = JobQueue(database: plain.database) { job, connection in
                try connection.execute(
                    "INSERT INTO results (job_id, made_by) VALUES (\(job.id), \(job.state.rawValue))")
                if refusing.isUp { throw Refusal() }
            }
            try await queue.enqueue(.sample("a", attempts: 1))
            let claimed = try #require(try await queue.claimOne())
            await #expect(throws: Refusal.self) {
                try await queue.end(claimed.lease, .failed(JobFailure("failed", "x")))
            }
            #expect(try await queue.job(claimed.job.id)?.state == .running)
            #expect(try await queue.results() == [])
            refusing.lower()
            #expect(try await queue.end(claimed.lease, .failed(JobFailure("failed", "x"))) == .dead)
            #expect(try await queue.end(claimed.lease, .failed(JobFailure("failed", "x"))) == nil)
            #expect(try await queue.results() == ["dead"])
        }
    }

    @Test("A job that died with its worker is told of by whoever finds it", arguments: DatabaseKind.allCases)
    func takenBack(kind: DatabaseKind) async throws {
        var settings = expired
        settings.maximumLosses = 1
        try await withQueue(on: kind) { plain in
            let queue = JobQueue(database: plain.database, settings: settings) { job, connection in
                try connection.execute(
                    "INSERT INTO results (job_id, made_by) VALUES (\(job.id), \(job.lastFailure?.code))")
            }
            try await queue.enqueue(.sample("a"))
            _ = try await queue.claimOne()
            #expect(try await queue.maintain().lost == 1)
            #expect(try await queue.results() == ["workersVanished"])
        }
    }
}

/// Up until it is lowered.
private final class Flag: Sendable {
    private let state = Mutex(true)
    var isUp: Bool { state.withLock { $0 } }
    func lower() { state.withLock { $0 = false } }
}
