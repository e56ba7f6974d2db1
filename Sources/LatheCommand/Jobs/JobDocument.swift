import LatheAccess
import LatheJobs

/// A job for programs: one line of JSON, whose keys stay the same.
struct JobDocument: Encodable {
    struct Progress: Encodable {
        /// 0 to 1.
        let fraction: Double
        let stage: String?
        /// Seconds.
        let remaining: Double?
        /// Times real time.
        let rate: Double?
    }

    let id: String
    let queue: String
    let kind: String
    let tenant: String
    let priority: Int
    let uniqueKey: String
    let state: String
    let attempt: Int
    let maximumAttempts: Int
    let crashes: Int
    let losses: Int
    let postponements: Int
    let worker: String?
    let isCancelRequested: Bool
    let progress: Progress
    let failure: JobFailure?
    /// RFC 3339, by the database's clock, as all times here.
    let createdAt: String
    let runAfter: String
    let startedAt: String?
    let finishedAt: String?
    /// Not in lists.
    let payload: JSONValue?

    init(_ job: Job, hasPayload: Bool = false) {
        id = job.id
        queue = job.queue
        kind = job.kind
        tenant = job.tenant
        priority = job.priority
        uniqueKey = job.uniqueKey
        state = job.state.rawValue
        attempt = job.attempt
        maximumAttempts = job.maximumAttempts
        crashes = job.crashes
        losses = job.losses
        postponements = job.postponements
        worker = job.worker
        isCancelRequested = job.isCancelRequested
        progress = Progress(
            fraction: rounded(job.progress.fraction, 4), stage: job.progress.stage,
            remaining: job.progress.remaining.map { Double($0) / 1000 }, rate: job.progress.rate.map { rounded($0, 2) })
        failure = job.failure
        createdAt = timestamp(job.createdAt)
        runAfter = timestamp(job.runAfter)
        startedAt = job.startedAt.map(timestamp)
        finishedAt = job.finishedAt.map(timestamp)
        payload = hasPayload ? JSONValue(text: job.payload) : nil
    }
}
