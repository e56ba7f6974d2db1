/// A job to be enqueued.
public struct NewJob: Sendable, Equatable {
    public static let priorities = 0...9

    public var queue: String
    public var kind: String
    public var tenant: String
    /// 0 to 9; what is outside is brought inside.
    public var priority: Int
    /// Enqueueing the same key again gives the job that is there, whatever its state.
    public var uniqueKey: String
    /// JSON.
    public var payload: String
    public var maximumAttempts: Int
    /// There may have been a job with this key that is forgotten by now: no lease gets a token that one of its had.
    public var mayBeForgotten = false

    public init(
        kind: String, payload: String, uniqueKey: String, queue: String = "default", tenant: String = "default",
        priority: Int = 0, maximumAttempts: Int = 5
    ) {
        self.kind = kind
        self.payload = payload
        self.uniqueKey = uniqueKey
        self.queue = queue
        self.tenant = tenant
        self.priority = min(max(priority, Self.priorities.lowerBound), Self.priorities.upperBound)
        self.maximumAttempts = max(1, maximumAttempts)
    }
}
