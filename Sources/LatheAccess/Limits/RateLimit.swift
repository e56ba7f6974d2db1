/// So many requests in a window: a bucket that holds `quota` tokens and fills from empty to full in `window` seconds.
/// A client that had saved up a full bucket makes twice the quota in its first window, and the quota in each later.
public struct RateLimit: Sendable, Equatable {
    /// Requests, 1 to 1,000,000.
    public let quota: Int
    /// Seconds, 1 to 86,400.
    public let window: Int

    /// Fixes a limit; numbers outside of their range become the nearest in it.
    public init(_ quota: Int, per window: Int) {
        self.quota = min(max(quota, 1), 1_000_000)
        self.window = min(max(window, 1), 86_400)
    }

    /// What is left of the limit under load: a part of the quota, one at least, in the same window.
    func shrunk(to share: Double) -> RateLimit { RateLimit(Int((Double(quota) * share).rounded()), per: window) }

    /// How many of this limit's requests one request of another limit is worth.
    func price(of one: RateLimit) -> Double { Double(quota) / Double(one.quota) }
}

/// The limits of one class.
public struct RatePolicy: Sendable, Equatable {
    /// For each caller.
    public let perSubject: RateLimit
    /// For each address; many callers may share one.
    public let perAddress: RateLimit

    /// Fixes both.
    public init(perSubject: RateLimit, perAddress: RateLimit) {
        self.perSubject = perSubject
        self.perAddress = perAddress
    }

    /// Generous to people and players, tight for programs that guess.
    public static let standard: [RateClass: RatePolicy] = [
        .stream: RatePolicy(perSubject: RateLimit(1200, per: 60), perAddress: RateLimit(12_000, per: 60)),
        .read: RatePolicy(perSubject: RateLimit(600, per: 60), perAddress: RateLimit(6000, per: 60)),
        .write: RatePolicy(perSubject: RateLimit(120, per: 60), perAddress: RateLimit(600, per: 60)),
        .upload: RatePolicy(perSubject: RateLimit(60, per: 3600), perAddress: RateLimit(300, per: 3600)),
        .auth: RatePolicy(perSubject: RateLimit(10, per: 60), perAddress: RateLimit(30, per: 60)),
    ]
}
