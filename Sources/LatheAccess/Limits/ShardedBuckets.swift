internal import Synchronization

/// A table of buckets in parts with a lock each, so that threads with different keys seldom wait for each other.
final class ShardedBuckets: Sendable {
    private final class Shard: Sendable {
        let table: Mutex<BucketTable>
        init(capacity: Int) { table = Mutex(BucketTable(capacity: capacity)) }
    }

    private static let shardCount = 16
    private let shards: [Shard]

    init(capacity: Int) {
        shards = (0..<Self.shardCount).map { _ in Shard(capacity: capacity / Self.shardCount) }
    }

    var count: Int { shards.reduce(0) { sum, shard in sum + shard.table.withLock(\.count) } }

    func take(
        _ count: Int, priced price: Double, _ key: RateKey, _ limit: RateLimit, at now: Duration
    ) -> TokenBucket.Outcome {
        shard(of: key).table.withLock { $0.take(count, priced: price, key, limit, at: now) }
    }

    func giveBack(_ count: Int, priced price: Double, _ key: RateKey, _ limit: RateLimit) {
        shard(of: key).table.withLock { $0.giveBack(count, priced: price, key, limit) }
    }

    private func shard(of key: RateKey) -> Shard {
        shards[Int(UInt(bitPattern: key.hashValue) % UInt(Self.shardCount))]
    }
}
