import LatheDatabase
import LatheJobs
import LatheTelemetry
import Synchronization
import TestDatabases
import Testing

@testable import LatheWorker

@Suite("A worker and its jobs")
struct WorkerTests {
    @Test("It runs what waits, publishes with the job's end, and stops when nothing is left")
    func drain() async throws {
        try await withQueue { queue in
            for number in 0..<20 { try await queue.enqueue(.sample("\(number)")) }
            let worker = Worker(queue, concurrency: 4) { job, _ in
                JobResult(publish: { connection in
                    try connection.execute("INSERT INTO results (made) VALUES (\(job.job.uniqueKey))")
                })
            }
            await worker.run(until: .drain)
            #expect(try await queue.counts() == [.succeeded: 20])
            let made = try await queue.database.read { try $0.rows("SELECT DISTINCT made FROM results").count }
            #expect(made == 20)
        }
    }

    @Test("It runs as many at a time as it may, and no more")
    func concurrency() async throws {
        try await withQueue { queue in
            for number in 0..<12 { try await queue.enqueue(.sample("\(number)")) }
            let gauge = Mutex((now: 0, most: 0))
            let worker = Worker(queue, concurrency: 3) { _, _ in
                gauge.withLock {
                    $0.now += 1; $0.most = max($0.most, $0.now)
                }
                let end = ContinuousClock.now + .seconds(30)
                repeat {
                    try await Task.sleep(for: .milliseconds(20))
                } while gauge.withLock(\.most) < 3 && ContinuousClock.now < end
                gauge.withLock { $0.now -= 1 }
                return JobResult()
            }
            await worker.run(until: .drain)
            #expect(gauge.withLock { $0.most } == 3)
        }
    }

    @Test("Errors decide: tried again, dead at once, quarantined after two crashes")
    func errors() async throws {
        try await withQueue(firstDelay: 0) { queue in
            for key in ["passing", "permanent", "crashing", "good"] { try await queue.enqueue(.sample(key)) }
            let worker = Worker(queue, concurrency: 2) { job, _ in
                switch job.job.uniqueKey {
                case "passing" where job.job.attempt < 3: throw JobFailure("io", "a disk was full")
                case "permanent": throw JobFailure("bad", "it is no master", isPermanent: true)
                case "crashing": throw JobCrash(JobFailure("crashed", "killed by SIGSEGV"))
                default: return JobResult()
                }
            }
            await worker.run(until: .drain)
            let jobs = Dictionary(uniqueKeysWithValues: try await queue.list().map { ($0.uniqueKey, $0) })
            #expect(jobs["passing"]?.state == .succeeded && jobs["passing"]?.attempt == 3)
            #expect(jobs["permanent"]?.state == .dead && jobs["permanent"]?.attempt == 1)
            #expect(jobs["crashing"]?.state == .dead && jobs["crashing"]?.crashes == 2)
            #expect(jobs["good"]?.state == .succeeded)
        }
    }

    @Test("A running job that is cancelled stops")
    func cancel() async throws {
        try await withQueue { queue in
            let id = try await queue.enqueue(.sample("a")).job.id
            let started = Signal()
            let worker = Worker(queue) { _, _ in
                started.set()
                try await Task.sleep(for: .seconds(600))
                return JobResult()
            }
            async let run: Void = worker.run(until: .drain)
            await started.wait(atMost: .seconds(30), on: ContinuousClock())
            _ = try await queue.cancel(id)
            await run
            #expect(try await queue.job(id)?.state == .cancelled)
        }
    }

    @Test("A job of which nothing is heard is stopped and tried again")
    func hung() async throws {
        try await withQueue(firstDelay: 0) { queue in
            let id = try await queue.enqueue(.sample("a")).job.id
            let worker = Worker(queue, hangTimeout: .seconds(2)) { job, context in
                if job.job.attempt == 1 { try await Task.sleep(for: .seconds(600)) }
                for step in 1...10 {
                    try await Task.sleep(for: .milliseconds(300))
                    context.progress(JobProgress(fraction: Double(step) / 10))
                }
                return JobResult()
            }
            await worker.run(until: .drain)
            #expect(try await queue.job(id)?.state == .succeeded)
            let outcomes = try await queue.attempts(of: id).map(\.outcome)
            // Where the machine keeps it waiting for so long, it is hung again.
            #expect(outcomes.first == "failed" && outcomes.last == "succeeded")
            #expect(try await queue.attempts(of: id).first?.failure?.code == "hung")
        }
    }

    @Test("Told to stop, it hands back what takes too long, and no attempt is spent")
    func handBack() async throws {
        try await withQueue { queue in
            let id = try await queue.enqueue(.sample("a")).job.id
            let started = Signal()
            let worker = Worker(queue) { _, _ in
                started.set()
                try await Task.sleep(for: .seconds(600))
                return JobResult()
            }
            async let run: Void = worker.run()
            await started.wait(atMost: .seconds(30), on: ContinuousClock())
            worker.stop()
            await run
            let job = try #require(try await queue.job(id))
            #expect(job.state == .available && job.attempt == 0)
            #expect(try await queue.attempts(of: id).map(\.outcome) == ["handedBack"])
        }
    }

    @Test("What was written down of an attempt is kept")
    func notes() async throws {
        try await withQueue { queue in
            let id = try await queue.enqueue(.sample("a")).job.id
            let worker = Worker(queue) { _, context in
                context.note {
                    $0.stages["encode"] = 12
                    $0.resources.peakMemory = 5
                    $0.logTail = "a\0b"
                }
                return JobResult()
            }
            await worker.run(until: .once)
            let notes = try #require(try await queue.attempts(of: id).first).notes
            #expect(notes.stages == #"{"encode":12}"# && notes.resources == #"{"peakMemory":5}"#)
            #expect(notes.logTail == "a\u{FFFD}b")
        }
    }

    @Test("A job of a kind that nobody knows fails, and says what helps")
    func unknownKind() async throws {
        try await withQueue { queue in
            let id = try await queue.enqueue(NewJob(kind: "dance", payload: "{}", uniqueKey: "a")).job.id
            await Worker(queue) { _, _ in JobResult() }.run(until: .once)
            #expect(try await queue.job(id)?.failure?.code == "unknownKind")
        }
    }
}

/// A handler that is a closure.
private struct SampleHandler: JobHandler {
    let body: @Sendable (ClaimedJob, JobContext) async throws -> JobResult
    func run(_ job: ClaimedJob, in context: JobContext) async throws -> JobResult { try await body(job, context) }
}

extension Worker {
    /// A worker with short times.
    fileprivate convenience init(
        _ queue: JobQueue, concurrency: Int = 1, hangTimeout: Duration = .seconds(60),
        _ body: @escaping @Sendable (ClaimedJob, JobContext) async throws -> JobResult
    ) {
        var settings = WorkerSettings(name: "test")
        settings.concurrency = concurrency
        settings.heartbeat = .milliseconds(20)
        settings.pollInterval = .milliseconds(20)
        settings.hangTimeout = hangTimeout
        settings.drainTimeout = .milliseconds(50)
        self.init(queue: queue, handlers: ["sample": SampleHandler(body: body)], settings: settings, log: .silent)
    }
}

extension NewJob {
    fileprivate static func sample(_ key: String) -> NewJob { NewJob(kind: "sample", payload: "{}", uniqueKey: key) }
}

private func withQueue(firstDelay: Int64 = 2000, _ body: (JobQueue) async throws -> Void) async throws {
    var settings = QueueSettings()
    settings.firstDelay = firstDelay
    try await withDatabase(.sqlite) { database in
        try await database.migrate(
            JobQueue.migrations + [Migration("results/1", ["CREATE TABLE results (made TEXT)"])])
        try await body(JobQueue(database: database, settings: settings))
    }
}
