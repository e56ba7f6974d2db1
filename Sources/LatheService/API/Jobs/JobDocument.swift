internal import FoundationEssentials
internal import LatheAccess
internal import LatheJobs

/// A job, as administrators see it.
struct JobDocument: Encodable, Sendable {
    let id: String
    let kind: String
    let queue: String
    let tenant: String
    let state: String
    let priority: Int
    let attempt: Int
    let maximumAttempts: Int
    /// 0 to 1.
    let progress: Double
    let stage: String?
    /// Times real time.
    let rate: Double?
    let remainingSeconds: Double?
    let worker: String?
    /// What it makes a revision of.
    let trackId: String?
    /// Of a track that there is.
    let trackTitle: String?
    let failure: FailureDocument?
    let createdAt: String
    let startedAt: String?
    let finishedAt: String?

    /// - Parameter titles: of tracks, by their ids.
    init(_ job: Job, titles: [String: String]) {
        id = job.id
        kind = job.kind
        queue = job.queue
        tenant = job.tenant
        state = job.state.rawValue
        priority = job.priority
        attempt = job.attempt
        maximumAttempts = job.maximumAttempts
        progress = min(max(job.progress.fraction, 0), 1)
        stage = job.progress.stage
        rate = job.progress.rate
        remainingSeconds = job.progress.remaining.map { Double($0) / 1000 }
        worker = job.worker
        trackId = Self.track(of: job)
        trackTitle = trackId.flatMap { titles[$0] }
        failure = job.failure.map(FailureDocument.init)
        createdAt = timestamp(job.createdAt)
        startedAt = job.startedAt.map(timestamp)
        finishedAt = job.finishedAt.map(timestamp)
    }

    /// Jobs of other kinds are of no track.
    static func track(of job: Job) -> String? {
        (try? JSONDecoder().decode(Payload.self, from: Data(job.payload.utf8)))?.track
    }

    private struct Payload: Decodable { let track: String }
}

/// Why something could not be made.
struct FailureDocument: Encodable, Sendable {
    let code: String
    let message: String
    let remedy: String?

    init(_ failure: JobFailure) {
        code = failure.code
        message = failure.message
        remedy = failure.remedy
    }
}
