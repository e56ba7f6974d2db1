/// How a key pair signs (RFC 7518 §3.1). A key has one algorithm and never another.
public enum SignatureAlgorithm: String, Sendable, Equatable, CaseIterable {
    /// RSASSA-PKCS1-v1_5 with SHA-256; keys of 2048 to 8192 bits.
    case rs256 = "RS256"
    /// ECDSA on P-256 with SHA-256; a signature is R and S, 32 bytes each (RFC 7518 §3.4), not DER.
    case es256 = "ES256"
}
