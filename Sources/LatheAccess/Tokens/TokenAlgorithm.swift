internal import LatheCrypto

/// The algorithms of RFC 7518 §3.1 that tokens may be signed with. There is no `none`.
enum TokenAlgorithm: String, Sendable, Equatable {
    case hs256 = "HS256"
    case rs256 = "RS256"
    case es256 = "ES256"

    init(_ algorithm: SignatureAlgorithm) {
        switch algorithm {
        case .rs256: self = .rs256
        case .es256: self = .es256
        }
    }
}

/// A key and the only algorithm that it is used with (RFC 8725 §3.1): a public key cannot become an HMAC secret.
enum TokenKey: Sendable {
    case shared(HMACSHA256Key)
    case published(VerifyingKey)

    var algorithm: TokenAlgorithm {
        switch self {
        case .shared: .hs256
        case .published(let key): TokenAlgorithm(key.algorithm)
        }
    }

    func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        switch self {
        case .shared(let key): key.isValid(signature, for: message)
        case .published(let key): key.isValid(signature, for: message)
        }
    }
}
