/// How a worker works.
public struct WorkerSettings: Sendable, Equatable {
    /// For people: `host-pid`.
    public var name: String
    public var queues = ["default"]
    /// Jobs at the same time.
    public var concurrency = 1
    /// How often a job's progress and its being alive are written down.
    public var heartbeat = Duration.seconds(1)
    /// How long an idle worker waits before it looks again, where nothing tells it to.
    public var pollInterval = Duration.milliseconds(500)
    /// Without progress for so long, a job is hung.
    public var hangTimeout = Duration.seconds(60)
    /// What runs when the worker is told to stop may take so long to end; then it is handed back.
    public var drainTimeout = Duration.seconds(10)

    public init(name: String) { self.name = name }
}

/// When a worker ends by itself.
public enum WorkerGoal: Sendable, Equatable {
    /// Never.
    case serve
    /// After one job, or at once where none waits.
    case once
    /// When nothing waits, is to be tried again, or runs at another worker, which might die.
    case drain
}
