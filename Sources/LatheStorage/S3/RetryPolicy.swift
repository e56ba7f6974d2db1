/// How often and after what pauses a request is sent again.
public struct RetryPolicy: Sendable, Equatable {
    /// All together.
    public var attempts = 6
    /// The longest pause before the second attempt; it doubles with each.
    public var firstPause = Duration.milliseconds(100)
    /// No pause is longer, also if the server asks for it.
    public var longestPause = Duration.seconds(10)

    public init() {}

    /// Full jitter: any pause up to an exponential bound, so that clients that failed together do not return together.
    ///
    /// - Parameters:
    ///   - attempt: the one that failed, from 1.
    ///   - chance: 0..<1.
    ///   - requested: what the server asked for, the least then.
    /// - Returns: nil when it was the last attempt.
    func pause(after attempt: Int, chance: Double, requested: Duration? = nil) -> Duration? {
        guard attempt < attempts else { return nil }
        let bound = min(longestPause, firstPause * (1 << min(attempt - 1, 20)))
        return min(longestPause, max(bound * chance, requested ?? .zero))
    }
}
