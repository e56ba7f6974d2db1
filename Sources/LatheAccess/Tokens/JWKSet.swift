internal import LatheCrypto

/// Public keys that another issuer published (RFC 7517 §5). A value: read a new one to follow the issuer.
///
/// Keys for other uses, of other kinds or without `kid` are skipped, as the RFC asks. A set is refused as a whole if
/// it has a weak key, two keys with one kid, or anything private.
public struct JWKSet: Sendable {
    private let keys: [String: TokenKey]

    /// Reads a document of 256 KiB at most.
    /// - Throws: `AccessError` with code `keysInvalid`.
    public init(_ text: [UInt8]) throws(AccessError) {
        guard text.count <= 256 * 1024, let document = (try? JSONValue(text))?.object,  // Nor JSON, nor a set.
            let entries = document["keys"]?.array
        else { throw Self.invalid("it is no JSON object with \"keys\", or larger than 256 KiB") }
        var keys: [String: TokenKey] = [:]
        for entry in entries {
            guard let (kid, key) = try Self.key(entry) else { continue }
            guard keys.updateValue(key, forKey: kid) == nil else { throw Self.invalid("two keys have one kid") }
        }
        self.keys = keys
    }

    /// The kids of the keys that tokens are verified with.
    public var kids: Set<String> { Set(keys.keys) }

    func key(_ kid: String) -> TokenKey? { keys[kid] }

    private static func key(_ entry: JSONValue) throws(AccessError) -> (String, TokenKey)? {
        guard let members = entry.object else { throw invalid("a key is no object") }
        guard members["d"] == nil, members["k"] == nil else {
            throw invalid("it has a private or shared key", remedy: "Replace that key, as others may have read it.")
        }
        guard let kid = members["kid"]?.string, isForSignatures(members) else { return nil }
        do {
            switch (members["kty"]?.string, members["alg"]?.string ?? "", members["crv"]?.string) {
            case ("RSA", "RS256", _), ("RSA", "", _):
                let key = try VerifyingKey(rsaModulus: number(members["n"]), exponent: number(members["e"]))
                return (kid, .published(key))
            case ("EC", "ES256", "P-256"), ("EC", "", "P-256"):
                let key = try VerifyingKey(p256X: number(members["x"]), y: number(members["y"]))
                return (kid, .published(key))
            default: return nil
            }
        } catch {
            throw invalid("the key \(kid.prefix(64).debugDescription): \(error)")
        }
    }

    private static func isForSignatures(_ members: [String: JSONValue]) -> Bool {
        guard members["use"] == nil || members["use"] == .string("sig") else { return false }
        return members["key_ops"] == nil || members["key_ops"]?.array?.contains(.string("verify")) == true
    }

    /// Base64urlUInt (RFC 7518 §2).
    private static func number(_ value: JSONValue?) throws(AccessError) -> [UInt8] {
        guard let bytes = value?.string.flatMap({ Base64URL.bytes($0) }), bytes.count <= 1025 else {
            throw invalid("a number is missing, too long or not in base64url")
        }
        return bytes
    }

    private static func invalid(_ cause: String, remedy: String? = nil) -> AccessError {
        AccessError(.keysInvalid, "use", "the JSON Web Key Set", because: cause, remedy: remedy)
    }
}
