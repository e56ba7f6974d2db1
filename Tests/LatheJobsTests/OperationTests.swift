import LatheDatabase
import LatheJobs
import TestDatabases
import Testing

@Suite("What operators do")
struct OperationTests {
    @Test(
        "A waiting job is cancelled at once, a running one when its worker hears of it",
        arguments: DatabaseKind.allCases)
    func cancel(kind: DatabaseKind) async throws {
        try await withQueue(on: kind) { queue in
            let waiting = try await queue.enqueue(.sample("a")).job.id
            #expect(try await queue.cancel(waiting) == .cancelled)

            let running = try await queue.enqueue(.sample("b")).job.id
            let lease = try #require(try await queue.claimOne()).lease
            #expect(try await queue.cancel(running) == .running)
            #expect(try await queue.report([lease: nil]) == [lease: .cancelRequested])
            #expect(try await queue.end(lease, .cancelled) == .cancelled)

            #expect(try await queue.cancel("nobody") == nil)
            #expect(try await queue.cancel(running) == .cancelled)
        }
    }

    @Test("A dead job keeps its error and history, and can be retried", arguments: DatabaseKind.allCases)
    func retry(kind: DatabaseKind) async throws {
        try await withQueue(on: kind) { queue in
            let id = try await queue.enqueue(.sample("a")).job.id
            let lease = try #require(try await queue.claimOne()).lease
            let failure = JobFailure("masterRejected", "it is no master", remedy: "Deliver FLAC.", isPermanent: true)
            let notes = AttemptNotes(stages: #"{"fetch":3}"#, resources: "{}", logTail: "last words")
            #expect(try await queue.end(lease, .failed(failure), notes: notes) == .dead)

            let dead = try #require(try await queue.job(id))
            #expect(dead.failure == failure && dead.finishedAt != nil)
            let attempt = try #require(try await queue.attempts(of: id).first)
            #expect(attempt.outcome == "failed" && attempt.failure == failure && attempt.notes == notes)

            #expect(try await queue.retry(id, payload: #"{"again":true}"#))
            let again = try #require(try await queue.claimOne()).job
            #expect(again.attempt == 1 && again.leaseToken == 2 && again.failure == nil)
            #expect(again.payload == #"{"again":true}"#)
            #expect(try await !queue.retry(id))
        }
    }

    @Test("All dead jobs of a tenant are retried at once", arguments: DatabaseKind.allCases)
    func retryAll(kind: DatabaseKind) async throws {
        try await withQueue(on: kind) { queue in
            for tenant in ["a", "a", "b"].enumerated() {
                try await queue.enqueue(.sample("\(tenant.offset)", tenant: tenant.element))
            }
            for claimed in try await queue.claim(3, worker: "w") {
                let failure = JobFailure("bad", "bad", isPermanent: true)
                _ = try await queue.end(claimed.lease, .failed(failure))
            }
            #expect(try await queue.retryDead(JobFilter(tenant: "a")) == 2)
            #expect(try await queue.counts() == [.available: 2, .dead: 1])
        }
    }

    @Test("A failed job waits for its delay, then runs again", arguments: DatabaseKind.allCases)
    func delay(kind: DatabaseKind) async throws {
        var settings = QueueSettings()
        settings.firstDelay = 0
        settings.longestDelay = 0
        try await withQueue(on: kind, settings: settings) { queue in
            try await queue.enqueue(.sample("a"))
            let lease = try #require(try await queue.claimOne()).lease
            #expect(try await queue.end(lease, .failed(JobFailure("io", "a disk was full"))) == .retryable)
            #expect(try await queue.claimOne() == nil)
            #expect(try await !queue.isEmpty(["default"]))
            #expect(try await queue.maintain().revived == 1)
            let second = try #require(try await queue.claimOne())
            #expect(second.job.attempt == 2)
            #expect(try await !queue.isEmpty(["default"]), "its worker may die")
            #expect(try await queue.complete(second.lease))
            #expect(try await queue.isEmpty(["default"]))
        }
    }

    @Test("A list goes on where its page ended", arguments: DatabaseKind.allCases)
    func pages(kind: DatabaseKind) async throws {
        try await withQueue(on: kind) { queue in
            for number in 0..<5 { try await queue.enqueue(.sample("\(number)")) }
            let all = try await queue.list().map(\.id)
            let first = try await queue.list(limit: 2)
            let rest = try await queue.list(limit: 9, before: first.last?.id)
            #expect(all.count == 5 && (first + rest).map(\.id) == all)
            #expect(try await queue.list(JobFilter(states: [.dead])).isEmpty)
            #expect(try await queue.list(JobFilter(states: [.available], tenant: "label", queue: "default")).count == 5)
        }
    }

    @Test("A dead worker's job that is to be cancelled is cancelled", arguments: DatabaseKind.allCases)
    func cancelledAndLost(kind: DatabaseKind) async throws {
        try await withQueue(on: kind, settings: expired) { queue in
            let id = try await queue.enqueue(.sample("a")).job.id
            _ = try await queue.claimOne()
            _ = try await queue.cancel(id)
            _ = try await queue.maintain()
            #expect(try await queue.job(id)?.state == .cancelled)
        }
    }
}
