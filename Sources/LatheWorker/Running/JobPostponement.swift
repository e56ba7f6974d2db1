internal import LatheDatabase
public import LatheJobs
internal import LatheStorage

/// Not the job failed but what it depends on: a store, a disk, a database. It waits, and no attempt is spent.
public struct JobPostponement: Error, Sendable, Equatable {
    public var failure: JobFailure
    public init(_ failure: JobFailure) { self.failure = failure }
}

extension JobPostponement {
    /// - Returns: nil where the job itself may be to blame.
    init?(_ error: any Error) {
        switch error {
        case let postponement as JobPostponement: self = postponement
        case let error as StorageError where [.notFound, .denied, .unavailable, .full].contains(error.code):
            self.init(error.code.rawValue, error.attempt, error.subject, error.cause, error.remedy)
        case let error as WorkerError where error.code == .system:
            self.init(error.code.rawValue, error.attempt, error.subject, error.cause, error.remedy)
        case let error as DatabaseError where error.mayPass:
            self.init(JobFailure("database", "\(error)"))
        default: return nil
        }
    }

    private init(_ code: String, _ attempt: String, _ subject: String, _ cause: String, _ remedy: String?) {
        self.init(JobFailure(code, "cannot \(attempt) \(subject): \(cause)", remedy: remedy))
    }
}

extension DatabaseError {
    /// Trying the same again later may help.
    var mayPass: Bool { [.unavailable, .busy, .timeout, .serialization, .full].contains(code) }
}
