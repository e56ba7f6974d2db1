/// Whether a request may go on, and what its answer tells the client.
public struct RateDecision: Sendable, Equatable {
    /// Whether it may; else the answer is 429.
    public let isAllowed: Bool
    /// The class.
    public let rateClass: RateClass
    /// The tightest of the limits that were asked, as it is under the present load.
    public let limit: RateLimit
    /// Requests left.
    public let remaining: Int
    /// Seconds until all of the quota is there again.
    public let reset: Int
    /// Seconds until the same request may go on; nil if it may now.
    public let retryAfter: Int?

    /// `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10 §3 and §4), and `Retry-After`
    /// (RFC 9110 §10.2.3) if the request may not go on.
    public var headers: [(name: String, value: String)] {
        let name = "\"\(rateClass.rawValue)\""
        var headers = [
            (name: "RateLimit-Policy", value: "\(name);q=\(limit.quota);w=\(limit.window)"),
            (name: "RateLimit", value: "\(name);r=\(remaining);t=\(reset)"),
        ]
        if let retryAfter { headers.append((name: "Retry-After", value: String(retryAfter))) }
        return headers
    }
}

extension RateDecision {
    init(_ rateClass: RateClass, _ limit: RateLimit, _ outcome: TokenBucket.Outcome) {
        self.init(
            isAllowed: outcome.isAllowed, rateClass: rateClass, limit: limit, remaining: outcome.remaining,
            reset: outcome.reset, retryAfter: outcome.isAllowed ? nil : outcome.wait)
    }
}
