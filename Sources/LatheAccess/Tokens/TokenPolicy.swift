/// Whose tokens for whom are taken, and how far clocks may differ.
public struct TokenPolicy: Sendable, Equatable {
    /// The `iss` that a token must have.
    public let issuer: String
    /// The `aud` that must be among those of a token.
    public let audience: String
    /// Seconds that the issuer's clock may be off, 0 to 300.
    public let leeway: Int64

    /// Fixes a policy; a leeway outside of 0 to 300 seconds becomes the nearest of them.
    public init(issuer: String, audience: String, leeway: Int64 = 30) {
        self.issuer = issuer
        self.audience = audience
        self.leeway = min(max(leeway, 0), 300)
    }
}
