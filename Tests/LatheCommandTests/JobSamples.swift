@testable import LatheJobs

extension Job {
    /// 2026-11-25T12:00:00Z.
    static let noon: Int64 = 1_795_608_000_000

    /// A job as a queue would return it; its id ends in what its short name shows.
    static func sample(
        _ shortID: String = "9f3a1c2e", state: State = .available, attempt: Int = 0, tenant: String = "label",
        progress: JobProgress = JobProgress(), worker: String? = nil, failure: JobFailure? = nil,
        runAfter: Int64 = noon, leaseUntil: Int64? = nil, isCancelRequested: Bool = false, finishedAt: Int64? = nil,
        payload: String = "{}"
    ) -> Job {
        Job(
            id: "01a2152b-c1d0-7b76-8e23-1609\(shortID)", queue: "default", kind: "transcode", tenant: tenant,
            priority: 3, uniqueKey: "transcode/r1", payload: payload, state: state, attempt: attempt,
            maximumAttempts: 5, crashes: 0, losses: 0, postponements: 0, runAfter: runAfter, leaseToken: 1, leaseUntil: leaseUntil,
            worker: worker, isCancelRequested: isCancelRequested, progress: progress, failure: failure,
            createdAt: noon - 200_000, startedAt: state == .available ? nil : noon - 60_000, finishedAt: finishedAt)
    }

    static let encoding = sample(
        "9f3a1c2e", state: .running, attempt: 1,
        progress: JobProgress(fraction: 0.625, stage: "encode", remaining: 2500, rate: 38.12), worker: "press-1",
        leaseUntil: noon + 10_000)

    static let fetching = sample(
        "5d20b7aa", state: .running, attempt: 2, progress: JobProgress(fraction: 0, stage: "fetch"), worker: "press-2",
        leaseUntil: noon + 10_000)

    static let died = sample(
        "00c0ffee", state: .dead, attempt: 1, failure: .torn, finishedAt: noon - 180_000)
}

extension QueueOverview {
    static let sample = QueueOverview(
        time: Job.noon, counts: [.available: 1200, .running: 2, .succeeded: 34_567, .dead: 1],
        running: [.encoding, .fetching], ended: [.died], dead: [.died], succeeded: 21)
}
