import Testing

@testable import LatheJobs

@Suite("What becomes of a job")
struct VerdictTests {
    static let failure = JobFailure("io", "it failed")
    static let badInput = JobFailure("masterRejected", "it is no master", isPermanent: true)

    @Test(
        "The ending decides the state",
        arguments: [
            (.failed(failure), 1, 0, 0, .retryable),
            (.failed(failure), 5, 0, 0, .dead),
            (.failed(badInput), 1, 0, 0, .dead),
            (.crashed(failure), 1, 0, 0, .retryable),
            (.crashed(failure), 2, 1, 0, .dead),
            (.postponed(failure), 5, 0, 0, .retryable),
            (.lost, 5, 0, 0, .available),
            (.lost, 1, 0, 9, .dead),
            (.handedBack, 5, 0, 0, .available),
            (.cancelled, 1, 0, 0, .cancelled),
        ] as [(Ending, Int, Int, Int, Job.State)])
    func states(ending: Ending, attempt: Int, crashes: Int, losses: Int, state: Job.State) {
        let job = Job.sample(attempt: attempt, crashes: crashes, losses: losses)
        #expect(Verdict(on: job, ended: ending, settings: QueueSettings(), random: 0.5).state == state)
    }

    @Test("A hand-back and a lost worker cost no attempt", arguments: [Ending.handedBack, .lost])
    func freeOfCharge(ending: Ending) {
        let verdict = Verdict(on: .sample(attempt: 3), ended: ending, settings: QueueSettings(), random: 0)
        #expect(verdict.attempt == 2)
        #expect(verdict.delay == 0)
    }

    @Test("A job that is postponed spends no attempt, waits longer each time, and not for ever")
    func postponed() {
        func verdict(_ postponements: Int) -> Verdict {
            Verdict(
                on: .sample(attempt: 3, postponements: postponements), ended: .postponed(Self.failure),
                settings: QueueSettings(), random: 0.5)
        }
        #expect(verdict(0).attempt == 2)
        #expect(verdict(0).postponements == 1)
        #expect(verdict(0).failure == Self.failure)
        #expect([0, 1, 2, 50].map { verdict($0).delay } == [1000, 2000, 4000, 150_000])
        #expect(verdict(498).state == .retryable)
        #expect(verdict(499).state == .dead)
    }

    @Test(
        "The delay doubles up to its limit, and is random up to there",
        arguments: [(1, 2000), (2, 4000), (3, 8000), (4, 16_000), (40, 300_000)])
    func backoff(attempt: Int, ceiling: Int64) {
        let job = Job.sample(attempt: attempt, maximumAttempts: 100)
        func delay(_ random: Double) -> Int64 {
            Verdict(on: job, ended: .failed(Self.failure), settings: QueueSettings(), random: random).delay
        }
        #expect(delay(0) == 0)
        #expect(delay(0.5) == ceiling / 2)
        #expect(delay(0.999_999) <= ceiling)
    }

    @Test("A job that is to be cancelled runs no more, however its attempt ended")
    func cancelRequested() {
        let job = Job.sample(attempt: 1, isCancelRequested: true)
        for ending in [Ending.lost, .handedBack, .failed(Self.failure)] {
            #expect(Verdict(on: job, ended: ending, settings: QueueSettings(), random: 0).state == .cancelled)
        }
    }

    @Test("Quarantine is said with the remedy")
    func quarantine() {
        let job = Job.sample(attempt: 2, crashes: 1)
        let verdict = Verdict(on: job, ended: .crashed(Self.failure), settings: QueueSettings(), random: 0)
        #expect(verdict.failure?.remedy?.contains("quarantined after 2 crashes") == true)
    }
}

extension Job {
    static func sample(
        attempt: Int = 1, maximumAttempts: Int = 5, crashes: Int = 0, losses: Int = 0, postponements: Int = 0,
        isCancelRequested: Bool = false
    ) -> Job {
        Job(
            id: "0", queue: "default", kind: "sample", tenant: "label", priority: 0, uniqueKey: "0", payload: "{}",
            state: .running, attempt: attempt, maximumAttempts: maximumAttempts, crashes: crashes, losses: losses,
            postponements: postponements, runAfter: 0, leaseToken: 1, leaseUntil: 0, worker: "w",
            isCancelRequested: isCancelRequested,
            progress: JobProgress(), failure: nil, createdAt: 0, startedAt: 0, finishedAt: nil)
    }
}
