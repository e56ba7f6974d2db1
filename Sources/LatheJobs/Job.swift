/// A unit of work that a queue has accepted, as its row said when it was read.
///
/// All times are milliseconds since 1970 by the database's clock.
public struct Job: Sendable, Equatable, Identifiable {
    /// `available → running → succeeded | retryable → … | dead | cancelled`.
    public enum State: String, Sendable, CaseIterable, Codable {
        /// Waits for a worker.
        case available
        /// A worker holds its lease.
        case running
        /// Failed, and waits for its next attempt.
        case retryable
        case succeeded
        /// Failed for good; its error and history are kept until somebody retries it.
        case dead
        case cancelled

        /// Nothing more happens by itself.
        public var isFinal: Bool { [.succeeded, .dead, .cancelled].contains(self) }

        /// Those of jobs that are not at their end: few, however long a queue is used.
        public static let unfinished = allCases.filter { !$0.isFinal }
    }

    /// A UUIDv7.
    public let id: String
    /// Workers choose which queues they serve.
    public let queue: String
    /// Decides which handler runs it.
    public let kind: String
    /// Whose it is; tenants share the workers fairly.
    public let tenant: String
    /// 0 to 9, the highest first; orders a tenant's own work only.
    public let priority: Int
    /// Two jobs never have the same.
    public let uniqueKey: String
    /// JSON, for the handler.
    public let payload: String
    public let state: State
    /// Attempts begun, those not counted that cost none (a hand-back, a worker's death, a store that was away).
    public let attempt: Int
    public let maximumAttempts: Int
    /// How often it brought its process down.
    public let crashes: Int
    /// How often its worker vanished.
    public let losses: Int
    /// How often it had to wait because what it depends on failed.
    public let postponements: Int
    public let runAfter: Int64
    /// Rises with each claim: whoever holds an older one holds nothing.
    public let leaseToken: Int64
    public let leaseUntil: Int64?
    public let worker: String?
    /// Somebody wants it stopped, and its worker has not said yet that it is.
    public let isCancelRequested: Bool
    public let progress: JobProgress
    public let failure: JobFailure?
    public let createdAt: Int64
    public let startedAt: Int64?
    public let finishedAt: Int64?
}

extension Job {
    /// Why it has come to nothing; nil for one that has not.
    public var lastFailure: JobFailure? {
        switch state {
        case .dead: failure ?? JobFailure("failed", "the job failed, and nobody wrote down why")
        // What an earlier attempt failed at is not why.
        case .cancelled: JobFailure("cancelled", "the job was cancelled", remedy: "Retry it, or deliver a new master.")
        case .available, .running, .retryable, .succeeded: nil
        }
    }
}

/// How far a running job has come; within one attempt the fraction never falls.
public struct JobProgress: Sendable, Equatable, Codable {
    /// 0 to 1.
    public var fraction: Double
    /// What is being done: `encode`.
    public var stage: String?
    /// Estimated milliseconds to the end.
    public var remaining: Int64?
    /// How fast, in the handler's own unit: times real time for a transcode.
    public var rate: Double?

    public init(fraction: Double = 0, stage: String? = nil, remaining: Int64? = nil, rate: Double? = nil) {
        self.fraction = fraction
        self.stage = stage
        self.remaining = remaining
        self.rate = rate
    }
}

/// Why an attempt failed. The code and `isPermanent` decide what happens next; the rest is for people.
public struct JobFailure: Error, Sendable, Equatable, Codable {
    /// `masterRejected`, `crashed`.
    public var code: String
    /// One sentence: what was attempted, on what, and why it failed.
    public var message: String
    /// One sentence: what helps, where something does.
    public var remedy: String?
    /// Trying again cannot help.
    public var isPermanent: Bool

    public init(_ code: String, _ message: String, remedy: String? = nil, isPermanent: Bool = false) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.isPermanent = isPermanent
    }
}
