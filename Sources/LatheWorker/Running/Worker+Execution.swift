internal import FoundationEssentials
internal import LatheDatabase
internal import LatheJobs
internal import LatheTelemetry
internal import Synchronization

extension Worker {
    /// One attempt, from its claim to what the queue is told of it.
    func execute(_ job: ClaimedJob) async {
        let log = log.with("job", .string(job.job.id)).with("attempt", LogValue(Int(job.lease.token)))
        log.info("job started", ["kind": .string(job.job.kind), "tenant": .string(job.job.tenant)])
        checkpoint(.claimed)
        let begin = time
        let work = Task { try await run(job) }
        running.attach(work, to: job.lease)
        let result = await work.result
        await conclude(job, result, log)
        metrics.attemptDuration.observe(Double(time - begin) / 1000)
        running.remove(job.lease)
        news.set()
    }

    private func run(_ job: ClaimedJob) async throws -> JobResult {
        guard let handler = handlers[job.job.kind] else {
            throw JobFailure(
                "unknownKind", "this worker knows no jobs of the kind \"\(job.job.kind)\"",
                remedy: "Let a newer lathe work on this queue.")
        }
        return try await handler.run(job, in: context(for: job.lease))
    }

    private func context(for lease: Lease) -> JobContext {
        JobContext(
            progress: { [self] progress in running.advance(lease, to: progress, at: time) },
            touch: { [self] in running.touch(lease, at: time) },
            note: { [self] change in running.note(lease, change) })
    }

    private func conclude(_ job: ClaimedJob, _ result: Result<JobResult, any Error>, _ log: Log) async {
        let (record, stopReason) = running.state(of: job.lease)
        let notes = AttemptNotes(record)
        switch result {
        case .success(let result):
            let isPublished = await persistently(log) { [queue, checkpoint] in
                try await queue.complete(job.lease, notes: notes) { connection in
                    try result.publish(connection)
                    checkpoint(.insidePublication)
                }
            }
            if isPublished == true { checkpoint(.published) }
            await result.cleanUp()
            checkpoint(.cleanedUp)
            breaker.withLock { $0.record(postponed: false, at: time) }
            metrics.ended(isPublished == true ? "succeeded" : "lost")
            if isPublished == true {
                log.info("job succeeded")
            } else {
                log.warning("result discarded: another attempt holds the job")
            }
        case .failure(let error):
            guard let ending = Ending(error, stoppedBecause: stopReason, settings) else {
                metrics.ended("lost")
                return log.warning("attempt given up: another one holds the job")
            }
            let state = await persistently(log) { [queue] in
                try await queue.end(job.lease, ending, notes: notes)
            }
            breaker.withLock { $0.record(postponed: ending.isPostponement, at: time) }
            metrics.ended(ending.name)
            log.record(
                ending.failure == nil ? .info : .error, "job \(ending.name)",
                [
                    "state": .string(state??.rawValue ?? "unknown"), "code": .string(ending.failure?.code ?? ""),
                    "error": .string(ending.failure?.message ?? ""),
                ])
        }
    }

    /// What is done must be told, also to a database that is away for a while. Gives up a few seconds after the worker
    /// was told to stop, or the database said what does not pass: then the lease runs out.
    private func persistently<Value: Sendable>(
        _ log: Log, _ tell: @Sendable () async throws -> Value
    ) async -> Value? {
        var end: Int64?
        while true {
            do {
                return try await tell()
            } catch {
                log.warning("cannot tell how the job ended; trying again", ["error": LogValue(error)])
                if end == nil, isStopping || !Self.mayPass(error) { end = time + 5000 }
                if let end, time >= end { return nil }
                guard await sleep(.milliseconds(500)) else { return nil }
            }
        }
    }

    private static func mayPass(_ error: any Error) -> Bool {
        (error as? DatabaseError)?.mayPass ?? false
    }
}

extension AttemptNotes {
    init(_ record: AttemptRecord) {
        func json(_ value: some Encodable) -> String? {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            // Numbers and strings: what cannot be encoded is not worth an attempt.
            return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) }
        }
        self.init(
            stages: json(record.stages), resources: json(record.resources),
            // PostgreSQL keeps no NUL in a text.
            logTail: record.logTail.isEmpty ? nil : record.logTail.replacing("\0", with: "\u{FFFD}"))
    }
}

extension Ending {
    /// - Returns: nil where nothing may be said any more.
    init?(_ error: any Error, stoppedBecause reason: RunningJobs.StopReason?, _ settings: WorkerSettings) {
        switch reason {
        case .leaseLost: return nil
        case .cancelled: self = .cancelled
        case .handBack: self = .handedBack
        case .hung:
            self = .failed(
                JobFailure("hung", "nothing was heard of the job for \(settings.hangTimeout.components.seconds) s"))
        case nil:
            if let crash = error as? JobCrash {
                self = .crashed(crash.failure)
            } else if error is CancellationError {
                self = .handedBack
            } else if let postponement = JobPostponement(error) {
                self = .postponed(postponement.failure)
            } else {
                self = .failed(error as? JobFailure ?? JobFailure("failed", "\(error)"))
            }
        }
    }

    fileprivate var isPostponement: Bool { if case .postponed = self { true } else { false } }
}
