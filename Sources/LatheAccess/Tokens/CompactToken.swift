internal import LatheCrypto

/// A signed token taken apart (RFC 7515 §7.1), its signature not verified, its payload not read.
struct CompactToken: Sendable {
    static let sizeLimit = 8192

    let header: TokenHeader
    let payload: [UInt8]
    let signature: [UInt8]
    /// What is signed: the first two parts as they stand there.
    let signingInput: [UInt8]

    init(_ text: String) throws(TokenRefusal) {
        guard text.utf8.count <= Self.sizeLimit else { throw .tooLarge }
        // Five parts would be an encrypted token (RFC 7516 §7.1).
        let parts = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Base64URL.bytes(Substring(parts[0])),
            let payload = Base64URL.bytes(Substring(parts[1])), let signature = Base64URL.bytes(Substring(parts[2]))
        else { throw .malformed }
        self.header = try TokenHeader(header)
        self.payload = payload
        self.signature = signature
        signingInput = Array(text.utf8.prefix(parts[0].count + 1 + parts[1].count))
    }
}

/// The header of a token (RFC 7515 §4) with nothing in it that could lead us to another key.
struct TokenHeader: Sendable, Equatable {
    let algorithm: String
    let kid: String

    /// Members that may stand there. The thumbprints say which key in words that we do not need.
    private static let allowed: Set = ["alg", "kid", "typ", "x5t", "x5t#S256"]
    /// An access token (RFC 9068 §2.1) or a token of no particular kind. Not `secevent+jwt`, not a nested one.
    private static let types: Set = ["jwt", "at+jwt", "application/jwt", "application/at+jwt"]

    init(_ text: [UInt8]) throws(TokenRefusal) {
        // Where the fault is helps nobody.
        guard let members = (try? JSONValue(text))?.object else { throw .malformed }
        guard Self.allowed.isSuperset(of: members.keys) else { throw .header }
        if let type = members["typ"] {
            guard let type = type.string, Self.types.contains(type.lowercased()) else { throw .header }
        }
        guard let algorithm = members["alg"]?.string, let kid = members["kid"]?.string else { throw .header }
        (self.algorithm, self.kid) = (algorithm, kid)
    }
}
