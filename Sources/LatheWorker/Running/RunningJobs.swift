internal import LatheJobs
internal import Synchronization

/// The jobs that a worker has under way, and what is known of each.
final class RunningJobs: Sendable {
    /// Why a job is stopped before it has ended by itself.
    enum StopReason: Sendable, Equatable {
        case cancelled
        /// Another attempt holds it by now.
        case leaseLost
        /// The worker is told to stop.
        case handBack
        /// Nothing was heard of it for so long.
        case hung
    }

    private struct Entry {
        let job: Job
        var progress: JobProgress?
        var isProgressNew = false
        /// When it last came forward, by the worker's clock. Milliseconds.
        var advancedAt: Int64
        var record = AttemptRecord()
        var stopReason: StopReason?
        var task: Task<JobResult, any Error>?
    }

    private let entries = Mutex<[Lease: Entry]>([:])

    var count: Int { entries.withLock { $0.count } }
    var leases: [Lease] { entries.withLock { Array($0.keys) } }

    func add(_ job: ClaimedJob, at time: Int64) {
        entries.withLock { $0[job.lease] = Entry(job: job.job, advancedAt: time) }
    }

    func remove(_ lease: Lease) { entries.withLock { _ = $0.removeValue(forKey: lease) } }

    /// What was written down, and why the job was stopped, if it was.
    func state(of lease: Lease) -> (record: AttemptRecord, stopReason: StopReason?) {
        entries.withLock { ($0[lease]?.record ?? AttemptRecord(), $0[lease]?.stopReason) }
    }

    /// What is to be cancelled when the job is to stop; at once, where that was said already.
    func attach(_ task: Task<JobResult, any Error>, to lease: Lease) {
        let isStopped = entries.withLock { entries in
            entries[lease]?.task = task
            return entries[lease]?.stopReason != nil
        }
        if isStopped { task.cancel() }
    }

    func stop(_ lease: Lease, because reason: StopReason) {
        let task = entries.withLock { entries in
            if entries[lease]?.stopReason == nil { entries[lease]?.stopReason = reason }
            return entries[lease]?.task
        }
        task?.cancel()
    }

    func advance(_ lease: Lease, to progress: JobProgress, at time: Int64) {
        entries.withLock { entries in
            entries[lease]?.progress = progress
            entries[lease]?.isProgressNew = true
            entries[lease]?.advancedAt = time
        }
    }

    func touch(_ lease: Lease, at time: Int64) { entries.withLock { $0[lease]?.advancedAt = time } }

    func note(_ lease: Lease, _ change: (inout AttemptRecord) -> Void) {
        entries.withLock { entries in
            if entries[lease] != nil { change(&entries[lease]!.record) }
        }
    }

    /// What to report of all that run: progress where it is new.
    func reports() -> [Lease: JobProgress?] {
        entries.withLock { entries in
            var reports: [Lease: JobProgress?] = [:]
            for lease in entries.keys {
                reports[lease] = .some(entries[lease]?.isProgressNew == true ? entries[lease]?.progress : nil)
                entries[lease]?.isProgressNew = false
            }
            return reports
        }
    }

    /// Does not count so many milliseconds, in which nothing could be heard, towards any job's silence.
    func excuse(_ milliseconds: Int64) {
        entries.withLock { entries in
            for lease in entries.keys { entries[lease]?.advancedAt += milliseconds }
        }
    }

    /// Those of which nothing was heard since then.
    func silent(since time: Int64) -> [Lease] {
        entries.withLock { $0.filter { $0.value.advancedAt < time }.map(\.key) }
    }
}
