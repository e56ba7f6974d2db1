internal import Synchronization

/// Tokens that were found good a moment ago: players ask again and again, and to verify the same token each time takes
/// a good part of the smallest answers.
///
/// Only what was verified is kept, so that nobody fills it with inventions. A key that is taken away counts for the
/// lifetime longer. The number is bounded: there are two generations, and the older one is dropped when the younger one
/// is full.
final class RecentTokens: Sendable {
    /// Seconds.
    private static let lifetime: Int64 = 5
    private static let capacity = 4096
    /// Bytes of UTF-8: longer ones are verified each time.
    private static let longest = 2048

    private struct Entry {
        let principal: Principal
        let verifiedAt: UnixTime
    }

    private struct Generations {
        var young: [String: Entry] = [:]
        var old: [String: Entry] = [:]
    }

    private let generations = Mutex(Generations())

    func principal(of token: String, at now: UnixTime) -> Principal? {
        let entry = generations.withLock { $0.young[token] ?? $0.old[token] }
        guard let entry, now < entry.principal.expiresAt,
            entry.verifiedAt.seconds...entry.verifiedAt.seconds + Self.lifetime ~= now.seconds
        else { return nil }
        return entry.principal
    }

    func insert(_ principal: Principal, for token: String, at now: UnixTime) {
        guard token.utf8.count <= Self.longest else { return }
        generations.withLock { generations in
            if generations.young.count >= Self.capacity {
                (generations.old, generations.young) = (generations.young, [:])
            }
            generations.young[token] = Entry(principal: principal, verifiedAt: now)
        }
    }
}
