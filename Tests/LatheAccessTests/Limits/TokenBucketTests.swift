@testable internal import LatheAccess
internal import Testing

struct TokenBucketTests {
    private let limit = RateLimit(3, per: 60)

    @Test("A full bucket gives its quota, then says how long to wait, and is right about it")
    func story() {
        var bucket = TokenBucket(limit, at: .zero)
        let take = { (second: Int, bucket: inout TokenBucket) in bucket.take(1, limit, at: .seconds(second)) }
        #expect(take(0, &bucket) == .init(isAllowed: true, remaining: 2, reset: 20, wait: 0))
        #expect(take(0, &bucket) == .init(isAllowed: true, remaining: 1, reset: 40, wait: 0))
        #expect(take(5, &bucket) == .init(isAllowed: true, remaining: 0, reset: 55, wait: 0))
        #expect(take(6, &bucket) == .init(isAllowed: false, remaining: 0, reset: 54, wait: 14))
        #expect(take(19, &bucket) == .init(isAllowed: false, remaining: 0, reset: 41, wait: 1))
        #expect(take(20, &bucket) == .init(isAllowed: true, remaining: 0, reset: 60, wait: 0))
        #expect(take(1000, &bucket) == .init(isAllowed: true, remaining: 2, reset: 20, wait: 0))
    }

    @Test(
        "Who waits as long as told is let in, whatever the limit", arguments: [1, 3, 7, 60, 999, 1_000_000],
        [1, 7, 60, 86_400])
    func promise(quota: Int, window: Int) {
        let limit = RateLimit(quota, per: window)
        var bucket = TokenBucket(limit, at: .zero)
        var now = Duration.zero
        for step in 0..<200 {
            let cost = 1 + step * 7919 % quota
            let outcome = bucket.take(cost, limit, at: now)
            now += .milliseconds(step * 37 % 900)
            guard !outcome.isAllowed else { continue }
            now += .seconds(outcome.wait)
            #expect(bucket.take(cost, limit, at: now).isAllowed)
        }
    }

    @Test("No more than quota and refill are ever given")
    func bound() {
        let limit = RateLimit(10, per: 10)
        var bucket = TokenBucket(limit, at: .zero)
        let given = (0..<1000).count { bucket.take(1, limit, at: .milliseconds($0 * 100)).isAllowed }
        #expect(given == 10 + 99)
    }

    @Test("A clock that goes back gives nothing and takes nothing")
    func backwards() {
        var bucket = TokenBucket(limit, at: .seconds(100))
        _ = bucket.take(3, limit, at: .seconds(100))
        #expect(!bucket.take(1, limit, at: .seconds(1)).isAllowed)
        #expect(!bucket.take(1, limit, at: .seconds(110)).isAllowed)
        #expect(bucket.take(1, limit, at: .seconds(120)).isAllowed)
    }

    @Test("More than a bucket holds needs a full one; nothing and less is free")
    func costs() {
        var bucket = TokenBucket(limit, at: .zero)
        #expect(bucket.take(99, limit, at: .zero).isAllowed)
        #expect(bucket.take(99, limit, at: .zero).wait == 60)
        #expect(bucket.take(0, limit, at: .zero).isAllowed && bucket.take(-5, limit, at: .zero).isAllowed)
        bucket.giveBack(-5, limit)
        bucket.giveBack(99, limit)
        #expect(bucket.level == 3)
    }

    @Test("A limit that shrinks counts at once, and what was saved up is there when it is over")
    func shrinking() {
        let limit = RateLimit(100, per: 60)
        let price = limit.price(of: limit.shrunk(to: 0.1))
        var bucket = TokenBucket(limit, at: .zero)
        let first = bucket.take(1, priced: price, limit, at: .zero)
        #expect(first == .init(isAllowed: true, remaining: 9, reset: 6, wait: 0))
        #expect(bucket.take(1, limit, at: .zero).remaining == 89)
        let many = bucket.take(9, priced: price, limit, at: .zero)
        #expect(many == .init(isAllowed: false, remaining: 8, reset: 7, wait: 1))
        #expect(RateLimit(3, per: 60).shrunk(to: 0) == RateLimit(1, per: 60))
        #expect(RateLimit(.max, per: -1) == RateLimit(1_000_000, per: 1))
    }

    @Test("A table never grows beyond its room, and forgets the fullest of a few first")
    func table() {
        var table = BucketTable(capacity: 8)
        for index in 0..<8 { _ = table.take(index == 5 ? 1 : 2, .subject("\(index)"), limit, at: .zero) }
        // Only the fifth has two left of three; it makes room, and is full again when it comes back.
        _ = table.take(3, .subject("new"), limit, at: .zero)
        #expect(table.count == 8)
        for index in [0, 1, 2, 3, 4, 6, 7] {
            #expect(table.take(1, .subject("\(index)"), limit, at: .zero).remaining == 0)
        }
        #expect(!table.take(1, .subject("new"), limit, at: .zero).isAllowed)
        for index in 0..<10_000 { _ = table.take(1, .subject("flood \(index)"), limit, at: .zero) }
        #expect(table.count == 8)
    }
}
