import LatheAccess
import LatheJobs

extension JobExplanation {
    /// What `lathe jobs explain --json` prints.
    struct Document: Encodable {
        struct Attempt: Encodable {
            let number: Int
            let worker: String
            let startedAt: String
            let endedAt: String?
            /// Absent while it runs.
            let outcome: String?
            let failure: JobFailure?
            /// Milliseconds by stage.
            let stages: JSONValue?
            let resources: JSONValue?
            let logTail: String?

            init(_ attempt: LatheJobs.Attempt) {
                number = attempt.number
                worker = attempt.worker
                startedAt = timestamp(attempt.startedAt)
                endedAt = attempt.endedAt.map(timestamp)
                outcome = attempt.outcome
                failure = attempt.failure
                stages = attempt.notes.stages.map(JSONValue.init(text:))
                resources = attempt.notes.resources.map(JSONValue.init(text:))
                logTail = attempt.notes.logTail
            }
        }

        let job: JobDocument
        let attempts: [Attempt]
        /// For people.
        let next: String

        init(_ explanation: JobExplanation) {
            job = JobDocument(explanation.job, hasPayload: true)
            attempts = explanation.attempts.map(Attempt.init)
            next = nextStep(of: explanation.job, at: explanation.time)
        }
    }
}
