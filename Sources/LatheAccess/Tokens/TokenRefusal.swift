/// Why a bearer token was not taken. For logs and metrics; the caller is told `invalid_token` (RFC 6750 §3.1) only.
public enum TokenRefusal: String, Error, Sendable, Equatable, CaseIterable {
    /// More than 8 KiB.
    case tooLarge
    /// Not three parts of canonical base64url, or not strict JSON in them.
    case malformed
    /// The header names what we do not take: another type, `crit`, a key of its own (`jwk`, `jku`, `x5u`, …).
    case header
    /// The header names another algorithm than its key's.
    case algorithm
    /// No key has this kid.
    case unknownKey
    /// The key is no longer used.
    case retiredKey
    /// The signature is wrong.
    case signature
    /// A claim is missing, of the wrong kind, or contradicts another.
    case claims
    /// From another issuer.
    case issuer
    /// For another audience.
    case audience
    /// Its time is over.
    case expired
    /// Its time has not come, or it was issued in the future.
    case notYetValid
}
