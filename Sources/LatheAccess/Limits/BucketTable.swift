/// Buckets by key, no more than a fixed number. A key that is not there has a full bucket; so the one to forget, when
/// there is no room, is the fullest.
struct BucketTable {
    private struct Slot {
        var key: RateKey
        var bucket: TokenBucket
    }

    private let capacity: Int
    private var slots: [Slot] = []
    private var indices: [RateKey: Int] = [:]
    /// Where the next search for a slot begins.
    private var hand = 0

    init(capacity: Int) { self.capacity = max(1, capacity) }

    var count: Int { slots.count }

    mutating func take(
        _ count: Int, priced price: Double = 1, _ key: RateKey, _ limit: RateLimit, at now: Duration
    ) -> TokenBucket.Outcome {
        let index = indices[key] ?? insert(key, limit, at: now)
        return slots[index].bucket.take(count, priced: price, limit, at: now)
    }

    mutating func giveBack(_ count: Int, priced price: Double, _ key: RateKey, _ limit: RateLimit) {
        guard let index = indices[key] else { return }
        slots[index].bucket.giveBack(count, priced: price, limit)
    }

    private mutating func insert(_ key: RateKey, _ limit: RateLimit, at now: Duration) -> Int {
        let slot = Slot(key: key, bucket: TokenBucket(limit, at: now))
        guard slots.count >= capacity else {
            slots.append(slot)
            indices[key] = slots.count - 1
            return slots.count - 1
        }
        let index = fullest(limit, at: now)
        indices[slots[index].key] = nil
        slots[index] = slot
        indices[key] = index
        return index
    }

    /// The fullest of the next few slots: all of them would take too long. A flood of new keys mostly evicts itself,
    /// as a bucket from which one token was taken is nearly full.
    private mutating func fullest(_ limit: RateLimit, at now: Duration) -> Int {
        let candidates = (0..<min(8, slots.count)).map { (hand + $0) % slots.count }
        hand = (hand + candidates.count) % slots.count
        let fullness = candidates.map { slots[$0].bucket.fullness(limit, at: now) }
        return zip(candidates, fullness).max { $0.1 < $1.1 }?.0 ?? 0
    }
}
