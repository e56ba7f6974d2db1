public import LatheJobs

/// Does nothing, successfully: what remains is the cost of the queue.
public struct EmptyHandler: JobHandler {
    public static let kind = "empty"

    public init() {}

    public func run(_ job: ClaimedJob, in context: JobContext) -> JobResult { JobResult() }
}
