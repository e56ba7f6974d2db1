/// The right to work on a job, and to say how it ended, until another attempt takes it over.
public struct Lease: Sendable, Hashable {
    public let jobID: Job.ID
    /// The job's `leaseToken` at the claim.
    public let token: Int64
}

/// What a worker holds after a claim.
public struct ClaimedJob: Sendable, Equatable {
    public let job: Job
    public var lease: Lease { Lease(jobID: job.id, token: job.leaseToken) }
}

/// What a report about a lease is answered.
public enum LeaseStanding: Sendable, Equatable {
    case held
    /// Stop, then end the attempt as cancelled.
    case cancelRequested
    /// Somebody else's by now: stop, discard what was made, report nothing.
    case lost
}

/// How an attempt ended, where it did not succeed.
public enum Ending: Sendable, Equatable {
    case failed(JobFailure)
    /// What it depends on failed, not the job: a store, a disk. Costs no attempt; the job waits, longer each time.
    case postponed(JobFailure)
    /// It brought its process down.
    case crashed(JobFailure)
    /// Its worker vanished: no heartbeat came before the lease ran out.
    case lost
    /// Its worker is told to stop and gives it to another; costs no attempt.
    case handedBack
    case cancelled
}

/// What an attempt leaves for `explain`; JSON and text, kept as they are.
public struct AttemptNotes: Sendable, Equatable {
    /// JSON: milliseconds by stage.
    public var stages: String?
    /// JSON: CPU time, memory, bytes.
    public var resources: String?
    /// The last lines that it said.
    public var logTail: String?

    public init(stages: String? = nil, resources: String? = nil, logTail: String? = nil) {
        self.stages = stages
        self.resources = resources
        self.logTail = logTail
    }
}
