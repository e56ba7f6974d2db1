internal import LatheDatabase
public import LatheJobs
public import LatheTelemetry
internal import Synchronization

/// Takes jobs from a queue and runs them, several at a time, until it is told to stop.
///
/// Whatever happens to it, no job is lost: what it does not end, another worker does after the lease has run out.
public final class Worker: Sendable {
    let queue: JobQueue
    let handlers: [String: any JobHandler]
    let settings: WorkerSettings
    let log: Log
    let metrics: WorkerMetrics
    let checkpoint: @Sendable (Checkpoint) -> Void
    let clock: any Clock<Duration>
    let running = RunningJobs()
    /// Set when a slot is free, work may have come, or the end is near.
    let news = Signal()
    let breaker = Mutex(CircuitBreaker())
    private let stopping = Mutex(false)
    private let end = Signal()
    private let start = ContinuousClock.now

    /// - Parameters:
    ///   - handlers: by the kind of job.
    ///   - checkpoint: called at each point that tests may want to die at.
    public init(
        queue: JobQueue, handlers: [String: any JobHandler], settings: WorkerSettings, log: Log,
        metrics: WorkerMetrics = WorkerMetrics(), checkpoint: @escaping @Sendable (Checkpoint) -> Void = { _ in },
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.queue = queue
        self.handlers = handlers
        self.settings = settings
        self.log = log
        self.metrics = metrics
        self.checkpoint = checkpoint
        self.clock = clock
    }

    var isStopping: Bool { stopping.withLock { $0 } }

    /// By a clock that nobody can put. Milliseconds.
    var time: Int64 { (ContinuousClock.now - start).milliseconds }

    /// Takes no more jobs; those that run have the drain timeout to end, then they are handed back. Idempotent.
    public func stop() {
        stopping.withLock { $0 = true }
        news.set()
        end.set()
    }

    /// Returns when the goal is reached, or after `stop`, when nothing runs any more.
    public func run(until goal: WorkerGoal = .serve) async {
        log.notice(
            "worker started",
            ["worker": LogValue(settings.name), "concurrency": LogValue(settings.concurrency)])
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.keepAlive() }
            group.addTask { await self.maintain() }
            group.addTask { await self.listen() }
            await work(until: goal)
            group.cancelAll()
        }
        log.notice("worker stopped", ["worker": LogValue(settings.name)])
    }

    private func work(until goal: WorkerGoal) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.handBackWhatTakesTooLong() }
            await withDiscardingTaskGroup { jobs in
                while !isStopping {
                    let claimed = await claim(goal == .once ? 1 : freeSlots)
                    for job in claimed {
                        running.add(job, at: time)
                        // Told to stop while it claimed: those that run are perhaps handed back already.
                        if isStopping { running.stop(job.lease, because: .handBack) }
                        jobs.addTask { await self.execute(job) }
                    }
                    if goal == .once { break }
                    if goal == .drain, claimed.isEmpty, running.count == 0, await isQueueEmpty() { break }
                    guard claimed.isEmpty || running.count >= settings.concurrency else { continue }
                    await news.wait(atMost: jittered(settings.pollInterval), on: clock)
                }
            }
            group.cancelAll()
        }
    }

    private var freeSlots: Int {
        let running = running.count
        return breaker.withLock {
            $0.allowance(at: time, free: settings.concurrency - running, running: running)
        }
    }

    /// A database that is away comes back; until then nothing is claimed.
    private func claim(_ count: Int) async -> [ClaimedJob] {
        guard count > 0 else { return [] }
        do {
            return try await queue.claim(count, from: settings.queues, worker: settings.name)
        } catch {
            log.warning("cannot claim jobs", ["error": LogValue(error)])
            return []
        }
    }

    private func isQueueEmpty() async -> Bool {
        do {
            return try await queue.isEmpty(settings.queues)
        } catch {
            log.warning("cannot look into the queue", ["error": LogValue(error)])
            return false
        }
    }

    /// So that many workers do not come all at once.
    private func jittered(_ duration: Duration) -> Duration { duration * Double.random(in: 0.75...1.25) }
}

// MARK: - Beside the jobs

extension Worker {
    /// Until cancelled: writes down that the jobs are alive, and hears whether they are still wanted.
    private func keepAlive() async {
        var due = time
        while await sleep(settings.heartbeat) {
            due += settings.heartbeat.milliseconds
            // Stopped, or asleep with its machine, it heard nothing of its jobs: that is no fault of theirs.
            running.excuse(max(0, time - due))
            due = time
            for lease in running.silent(since: time - settings.hangTimeout.milliseconds) {
                running.stop(lease, because: .hung)
            }
            do {
                for (lease, standing) in try await queue.report(running.reports()) {
                    switch standing {
                    case .held: break
                    case .cancelRequested: running.stop(lease, because: .cancelled)
                    case .lost: running.stop(lease, because: .leaseLost)
                    }
                }
            } catch {
                log.warning("cannot report progress", ["error": LogValue(error)])
            }
        }
    }

    /// Until cancelled: looks after jobs that wait for a time, and those of dead workers.
    private func maintain() async {
        var guarding = JumpGuard(leaseDuration: queue.settings.leaseDuration)
        repeat {
            do {
                // Before the leases are looked at: one look after a jump would take the jobs of all who live.
                let mayJudge = guarding.mayJudge(database: try await queue.time(), own: time)
                let round = try await queue.maintain(takingBack: mayJudge)
                metrics.leaseExpiries.increment(by: Double(round.lost))
                if round.lost > 0 { log.warning("took jobs from silent workers", ["jobs": LogValue(round.lost)]) }
                if round.revived + round.lost > 0 { news.set() }
            } catch {
                log.warning("cannot look after the queue", ["error": LogValue(error)])
            }
        } while await sleep(jittered(settings.heartbeat))
    }

    private func listen() async {
        for await _ in queue.arrivals { news.set() }
    }

    private func handBackWhatTakesTooLong() async {
        await end.wait()
        guard await sleep(settings.drainTimeout) else { return }
        for lease in running.leases { running.stop(lease, because: .handBack) }
    }

    /// - Returns: false when the task is cancelled.
    func sleep(_ duration: Duration) async -> Bool {
        do {
            try await clock.sleep(for: duration)
            return true
        } catch {
            return false
        }
    }
}
