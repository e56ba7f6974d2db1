internal import LatheCrypto

/// One key of a key file.
public struct AccessKey: Sendable {
    /// What the key may still be used for.
    public enum State: Sendable, Equatable {
        /// Signs and verifies. One key of a file is active.
        case active
        /// Verifies what it signed, until a moment or for as long as it stands in the file.
        case verifying(until: UnixTime?)
        /// Nothing any more; its secret is gone. The name remains, so that it is not used again.
        case retired(since: UnixTime)
    }

    /// Its name in tokens: 1 to 32 letters, digits, `-` and `_`.
    public let kid: String
    /// What it may be used for.
    public let state: State
    let algorithm: TokenAlgorithm
    let material: Material

    enum Material: Sendable {
        case shared(SharedKey)
        case published(VerifyingKey)
        case erased
    }

    /// Whether the name is one that a key may have: it stands in URLs, file and log lines as it is.
    static func isKid(_ text: some Collection<UInt8>) -> Bool {
        (1...32).contains(text.count)
            && text.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    /// The same key in another state; retired, it loses its secret.
    func becoming(_ state: State) -> AccessKey {
        let isRetired = if case .retired = state { true } else { false }
        return AccessKey(kid: kid, state: state, algorithm: algorithm, material: isRetired ? .erased : material)
    }

    /// What the key verifies tokens with; nil once it is retired.
    var tokenKey: TokenKey? {
        switch material {
        case .shared(let key): .shared(key.tokens)
        case .published(let key): .published(key)
        case .erased: nil
        }
    }

    /// What the key signs delivery tokens with; nil for public and retired keys.
    var deliveryKey: HMACSHA256Key? { if case .shared(let key) = material { key.delivery } else { nil } }

    /// What the key signs places to upload to with; nil for public and retired keys.
    var uploadKey: HMACSHA256Key? { if case .shared(let key) = material { key.uploads } else { nil } }
}

/// A secret and what is computed from it once, so that a signature costs only the message.
struct SharedKey: Sendable {
    let secret: SecretBytes
    /// HS256 of tokens: the secret itself, as others sign and verify with it too.
    let tokens: HMACSHA256Key
    /// Of delivery: derived, so that an edge server that is given it cannot make bearer tokens.
    let delivery: HMACSHA256Key
    /// Of places to upload to; derived for the same reason.
    let uploads: HMACSHA256Key

    init(_ secret: SecretBytes) {
        self.secret = secret
        tokens = HMACSHA256Key(secret)
        delivery = HMACSHA256Key(SecretBytes(tokens.code(of: Array("lathe delivery 1".utf8))))
        uploads = HMACSHA256Key(SecretBytes(tokens.code(of: Array("lathe upload 1".utf8))))
    }
}
