internal import LatheAccess
internal import LatheJobs

/// A job and all attempts at it.
struct JobExplanationDocument: Encodable, Sendable {
    let job: JobDocument
    let attempts: [AttemptDocument]
}

/// One attempt at a job.
struct AttemptDocument: Encodable, Sendable {
    let number: Int
    let worker: String
    let startedAt: String
    let endedAt: String?
    let outcome: String?
    let failure: FailureDocument?
    /// Milliseconds by stage.
    let stages: [String: Double]
    let resources: [String: JSONValue]
    let logTail: String?

    init(_ attempt: Attempt) {
        number = attempt.number
        worker = attempt.worker
        startedAt = timestamp(attempt.startedAt)
        endedAt = attempt.endedAt.map(timestamp)
        outcome = attempt.outcome
        failure = attempt.failure.map(FailureDocument.init)
        stages = Self.members(attempt.notes.stages).compactMapValues(\.number)
        resources = Self.members(attempt.notes.resources)
        logTail = attempt.notes.logTail
    }

    /// Notes are read leniently: another version may have written them.
    private static func members(_ text: String?) -> [String: JSONValue] {
        text.flatMap { try? JSONValue(Array($0.utf8)) }?.object ?? [:]
    }
}
