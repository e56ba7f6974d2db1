/// Tells who a bearer token belongs to: a JSON Web Token (RFC 7519), verified by the rules of RFC 8725.
///
/// The kid of the token chooses the key, the key chooses the algorithm; nothing else in the token has a say in either.
public struct TokenVerifier: Sendable {
    /// Whose tokens for whom.
    public let policy: TokenPolicy
    private let ring: KeyRing?
    private let published: JWKSet?
    private let recent = RecentTokens()

    /// - Parameters:
    ///   - ring: keys of our own file; they come first.
    ///   - published: keys of another issuer.
    public init(policy: TokenPolicy, ring: KeyRing?, published: JWKSet? = nil) {
        self.policy = policy
        self.ring = ring
        self.published = published
    }

    /// Who the token belongs to, or why it is not taken; what was found good counts for up to five seconds. Nothing of its content is read before its signature is
    /// known to be right, except the header.
    public func verify(_ token: String, at now: UnixTime) -> Result<Principal, TokenRefusal> {
        if let principal = recent.principal(of: token, at: now) { return .success(principal) }
        do throws(TokenRefusal) {
            let principal = try principal(of: token, at: now)
            recent.insert(principal, for: token, at: now)
            return .success(principal)
        } catch {
            return .failure(error)
        }
    }

    private func principal(of token: String, at now: UnixTime) throws(TokenRefusal) -> Principal {
        let token = try CompactToken(token)
        let key = try key(token.header.kid, at: now)
        guard token.header.algorithm == key.algorithm.rawValue else { throw .algorithm }
        guard key.isValid(token.signature, for: token.signingInput) else { throw .signature }
        let claims = try TokenClaims(token.payload)
        try claims.check(policy, at: now)
        return Principal(
            subject: claims.subject, role: claims.role, tenant: claims.tenant, expiresAt: claims.expiresAt)
    }

    private func key(_ kid: String, at now: UnixTime) throws(TokenRefusal) -> TokenKey {
        switch ring?.lookUp(kid, at: now) {
        case .found(let key)?:
            guard let key = key.tokenKey else { throw .retiredKey }
            return key
        case .retired?: throw .retiredKey
        case .unknown?, nil:
            guard let key = published?.key(kid) else { throw .unknownKey }
            return key
        }
    }
}
