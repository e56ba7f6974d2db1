/// Counts one key against one limit. A value: it knows the time only as it is told.
struct TokenBucket: Sendable, Equatable {
    /// Tokens that are left.
    private(set) var level: Double
    private var updated: Duration

    /// A full bucket. Moments are durations since any fixed one.
    init(_ limit: RateLimit, at now: Duration) {
        level = Double(limit.quota)
        updated = now
    }

    struct Outcome: Sendable, Equatable {
        let isAllowed: Bool
        /// How many more, at the same price.
        let remaining: Int
        /// Seconds until the bucket is full, rounded up.
        let reset: Int
        /// Seconds until as many tokens are there as were asked for, rounded up; 0 if they were.
        let wait: Int
    }

    /// Takes tokens if they are there. More than a full bucket holds count as a full bucket.
    /// - Parameter price: of one, 1 or more: under load each costs so many. What was saved up outlives the load.
    mutating func take(_ count: Int, priced price: Double = 1, _ limit: RateLimit, at now: Duration) -> Outcome {
        refill(limit, at: now)
        let (quota, perSecond) = (Double(limit.quota), Double(limit.quota) / Double(limit.window))
        let wanted = min(Double(max(count, 0)) * price, quota)
        // A client that waited as long as it was told must not fail by a rounding.
        let isAllowed = level + 1e-6 >= wanted
        if isAllowed { level = max(0, level - wanted) }
        func seconds(_ tokens: Double) -> Int { Int((tokens / perSecond - 1e-6).rounded(.up)) }
        return Outcome(
            isAllowed: isAllowed, remaining: Int(level / price + 1e-6), reset: max(0, seconds(quota - level)),
            wait: isAllowed ? 0 : max(1, seconds(wanted - level)))
    }

    /// Gives back what was taken for a request that another limit refused.
    mutating func giveBack(_ count: Int, priced price: Double = 1, _ limit: RateLimit) {
        level = min(level + Double(max(count, 0)) * price, Double(limit.quota))
    }

    private mutating func refill(_ limit: RateLimit, at now: Duration) {
        let elapsed = max(.zero, now - updated) / .seconds(1)
        level = min(level + elapsed * Double(limit.quota) / Double(limit.window), Double(limit.quota))
        updated = max(updated, now)
    }

    /// How full it is by now, 0 to 1: the fuller, the less is lost by forgetting it.
    func fullness(_ limit: RateLimit, at now: Duration) -> Double {
        var bucket = self
        bucket.refill(limit, at: now)
        return bucket.level / Double(limit.quota)
    }
}
