internal import Synchronization

/// Counts requests by class, caller and address. Any thread may use it; its memory is bounded.
///
/// Each class has buckets of its own, in memory of its own: nothing that happens to uploads can be felt by streams.
public final class RateLimiter: Sendable {
    private struct Buckets: Sendable {
        let policy: RatePolicy
        let subjects, addresses: ShardedBuckets

        /// Subjects and addresses have different limits, and so tables of their own: which bucket is the fullest is
        /// asked of one limit.
        func those(for key: RateKey) -> (limit: RateLimit, buckets: ShardedBuckets) {
            switch key.name {
            case .subject: (policy.perSubject, subjects)
            case .address: (policy.perAddress, addresses)
            }
        }
    }

    private let classes: [RateClass: Buckets]
    /// A bit pattern: every request reads it, and a lock would be the one that all threads meet at.
    private let factor = Atomic((1.0).bitPattern)
    private let now: @Sendable () -> ContinuousClock.Instant
    private let start: ContinuousClock.Instant

    /// - Parameters:
    ///   - policies: by class; a class without one is not limited.
    ///   - capacity: callers, and as many addresses, that are counted in each class; about 150 bytes each.
    ///   - now: the time.
    public init(
        _ policies: [RateClass: RatePolicy] = RatePolicy.standard, capacity: Int = 100_000,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.now = now
        start = now()
        classes = policies.mapValues {
            Buckets(
                policy: $0, subjects: ShardedBuckets(capacity: capacity), addresses: ShardedBuckets(capacity: capacity))
        }
    }

    /// Tells how much of its work the service can do, 0 to 1; 1 is no load. See `RateClass.share`.
    public func setLoad(factor: Double) { self.factor.store(factor.bitPattern, ordering: .relaxed) }

    /// Counts a request against each of its keys, or, if one of them is used up, against none.
    /// - Parameter cost: tokens; for a request that is worth several.
    /// - Returns: the tightest answer; nil if nothing limits the request: a class without policy, or no keys.
    public func take(_ rateClass: RateClass, keys: [RateKey], cost: Int = 1) -> RateDecision? {
        guard let buckets = classes[rateClass] else { return nil }
        let share = rateClass.share(underLoad: Double(bitPattern: factor.load(ordering: .relaxed)))
        let moment = now() - start
        var tightest: RateDecision?
        for (index, key) in keys.enumerated() {
            let (limit, table) = buckets.those(for: key)
            let present = limit.shrunk(to: share)
            let outcome = table.take(cost, priced: limit.price(of: present), key, limit, at: moment)
            let decision = RateDecision(rateClass, present, outcome)
            guard decision.isAllowed else {
                for key in keys[..<index] {
                    let (limit, table) = buckets.those(for: key)
                    table.giveBack(cost, priced: limit.price(of: limit.shrunk(to: share)), key, limit)
                }
                return decision
            }
            if decision.remaining < tightest?.remaining ?? .max { tightest = decision }
        }
        return tightest
    }

    /// Callers that are counted in a class.
    func subjectCount(_ rateClass: RateClass) -> Int { classes[rateClass]?.subjects.count ?? 0 }
}
