public import LatheDatabase
public import LatheJobs

/// Runs the jobs of one kind.
public protocol JobHandler: Sendable {
    /// Does the work; what becomes visible of it, the worker lets appear in the transaction that ends the job.
    ///
    /// May be cancelled at any time, and must then end soon.
    /// - Throws: `JobFailure`, which decides whether the job is tried again; `JobCrash`; `JobPostponement`, and errors
    ///   that are one: a store that is away. Any other error is a failure that may pass.
    func run(_ job: ClaimedJob, in context: JobContext) async throws -> JobResult
}

/// What a successful job leaves.
public struct JobResult: Sendable {
    /// Writes the rows that make the result visible.
    public var publish: @Sendable (Connection) throws -> Void
    /// Called when they are visible, or never will be.
    public var cleanUp: @Sendable () async -> Void

    public init(
        publish: @escaping @Sendable (Connection) throws -> Void = { _ in },
        cleanUp: @escaping @Sendable () async -> Void = {}
    ) {
        self.publish = publish
        self.cleanUp = cleanUp
    }
}

/// A job brought down the process that worked on it.
public struct JobCrash: Error, Sendable, Equatable {
    public var failure: JobFailure
    public init(_ failure: JobFailure) { self.failure = failure }
}

/// What a handler tells its worker.
public struct JobContext: Sendable {
    /// The job goes on. A job of which nothing is heard for a minute counts as hung.
    public let progress: @Sendable (JobProgress) -> Void
    /// The job goes on, and there is nothing to say.
    let touch: @Sendable () -> Void
    /// Adds to what `lathe jobs explain` shows.
    public let note: @Sendable (_ change: (inout AttemptRecord) -> Void) -> Void
}

extension JobContext {
    /// Runs what says nothing while it works and is known to end: a transfer that its store watches over.
    ///
    /// - Parameter isWorking: whether it does just now; asked once a second.
    func keepingAlive<Value: Sendable>(
        while isWorking: @escaping @Sendable () async -> Bool = { true },
        _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        let touching = Task {
            while !Task.isCancelled {
                if await isWorking() { touch() }
                try await Task.sleep(for: .seconds(1))
            }
        }
        defer { touching.cancel() }
        return try await body()
    }
}

/// What is written down of an attempt while it runs.
public struct AttemptRecord: Sendable, Equatable, Codable {
    /// Milliseconds by stage.
    public var stages: [String: Int64] = [:]
    public var resources = Resources()
    /// The last lines that the child process said.
    public var logTail = ""

    public struct Resources: Sendable, Equatable, Codable {
        /// Seconds.
        public var cpuTime: Double?
        /// Bytes.
        public var peakMemory: Int?
        /// Bytes read of the master.
        public var bytesIn: Int?
        /// Bytes put into the store.
        public var bytesOut: Int?
        /// Seconds of music.
        public var duration: Double?
        /// What the master is: `FLAC, 44100 Hz, 2 channels, 16 bits`.
        public var master: String?

        public init() {}
    }

    public init() {}
}
