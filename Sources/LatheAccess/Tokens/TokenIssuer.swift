internal import Foundation
internal import LatheCrypto

/// Makes bearer tokens: HS256 with the active key of a key file.
public struct TokenIssuer: Sendable {
    private let policy: TokenPolicy
    private let ring: KeyRing

    /// Issues what a `TokenVerifier` of the same policy and key file takes.
    public init(policy: TokenPolicy, ring: KeyRing) {
        self.policy = policy
        self.ring = ring
    }

    /// A token for a subject.
    /// - Parameter lifetime: seconds, one at least.
    /// - Throws: `AccessError` with code `claimsInvalid`: a name that is empty, longer than 255 bytes or has control
    ///   characters; no lifetime.
    public func token(
        for subject: String, role: Role, tenant: String? = nil, lifetime: Int64, at now: UnixTime
    ) throws(AccessError) -> String {
        guard TokenClaims.isName(subject), tenant.map(TokenClaims.isName) ?? true, lifetime > 0 else {
            throw AccessError(
                .claimsInvalid, "issue", "a token", because: "a name or the lifetime is none",
                remedy: "Names have 1 to 255 bytes and no control characters; a token lives for a second or longer.")
        }
        let claims = Claims(
            iss: policy.issuer, aud: policy.audience, sub: subject, role: role, tenant: tenant, iat: now.seconds,
            exp: (now + lifetime).seconds)
        let set = ring.current(at: now)
        let header = Header(alg: TokenAlgorithm.hs256.rawValue, kid: set.active.kid, typ: "JWT")
        let input = try "\(Self.part(header)).\(Self.part(claims))"
        let code = set.activeSecret.tokens.code(of: Array(input.utf8))
        let token = "\(input).\(Base64URL.text(code))"
        guard token.utf8.count <= CompactToken.sizeLimit else {
            throw AccessError(.claimsInvalid, "issue", "a token", because: "it would be larger than 8 KiB")
        }
        return token
    }

    private struct Header: Encodable { let alg, kid, typ: String }

    private struct Claims: Encodable {
        let iss, aud, sub: String
        let role: Role
        let tenant: String?
        let iat, exp: Int64
    }

    private static func part(_ value: some Encodable) throws(AccessError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do { return Base64URL.text(Array(try encoder.encode(value))) } catch {
            throw AccessError(.claimsInvalid, "issue", "a token", because: String(describing: error))
        }
    }
}
