internal import Foundation
internal import LatheCrypto

/// How a key set is written down.
///
/// ```json
/// {"version": 1, "keys": [
///     {"kid": "9f3c01aa", "algorithm": "HS256", "state": "active", "secret": "<base64url, 32 bytes or more>"},
///     {"kid": "41d0be77", "algorithm": "HS256", "state": "verifying", "until": 1798675200, "secret": "…"},
///     {"kid": "partner", "algorithm": "ES256", "state": "verifying", "publicKey": "-----BEGIN PUBLIC KEY-----…"},
///     {"kid": "07aa31c2", "algorithm": "HS256", "state": "retired", "since": 1767139200}]}
/// ```
/// A member that is not listed here is a fault: a typo must not change silently who is let in.
enum KeyFile {
    static func read(_ text: [UInt8]) throws(KeySetFault) -> KeySet {
        guard let document = try json(text).object, Set(document.keys) == ["version", "keys"],
            document["version"] == .integer(1), let entries = document["keys"]?.array, entries.count <= 256
        else { throw KeySetFault(cause: "it is not {\"version\": 1, \"keys\": […]}") }
        var keys: [AccessKey] = []
        for entry in entries { keys.append(try key(entry)) }
        return try KeySet(keys)
    }

    private static func json(_ text: [UInt8]) throws(KeySetFault) -> JSONValue {
        do { return try JSONValue(text) } catch {
            throw KeySetFault(cause: "it is not JSON: \(error.cause) at byte \(error.offset)")
        }
    }

    private static func key(_ entry: JSONValue) throws(KeySetFault) -> AccessKey {
        guard let members = entry.object, let kid = members["kid"]?.string, AccessKey.isKid(kid.utf8) else {
            throw KeySetFault(cause: "a kid is missing, or is not 1 to 32 letters, digits, - and _")
        }
        let allowed: Set = ["kid", "algorithm", "state", "secret", "publicKey", "until", "since"]
        if let stranger = Set(members.keys).subtracting(allowed).min() {
            throw KeySetFault(cause: "the key \(kid) has an unknown member \(stranger.prefix(32).debugDescription)")
        }
        guard let algorithm = members["algorithm"]?.string.flatMap(TokenAlgorithm.init) else {
            throw KeySetFault(cause: "the algorithm of the key \(kid) is none of HS256, RS256, ES256")
        }
        guard let state = state(members) else {
            throw KeySetFault(cause: "the key \(kid) has no valid state")
        }
        let material = try material(members, kid, algorithm, state)
        return AccessKey(kid: kid, state: state, algorithm: algorithm, material: material)
    }

    private static func state(_ members: [String: JSONValue]) -> AccessKey.State? {
        switch (members["state"]?.string, members["until"], members["since"]) {
        case ("active", nil, nil): .active
        case ("verifying", nil, nil): .verifying(until: nil)
        case ("verifying", .integer(let until)?, nil): .verifying(until: UnixTime(until))
        case ("retired", nil, .integer(let since)?): .retired(since: UnixTime(since))
        default: nil
        }
    }

    private static func material(
        _ members: [String: JSONValue], _ kid: String, _ algorithm: TokenAlgorithm, _ state: AccessKey.State
    ) throws(KeySetFault) -> AccessKey.Material {
        switch (algorithm, members["secret"]?.string, members["publicKey"]?.string) {
        case (_, nil, nil):
            if case .retired = state { return .erased }
        case (.hs256, let text?, nil):
            guard let secret = Base64URL.bytes(text), (32...1024).contains(secret.count) else { break }
            return .shared(SharedKey(SecretBytes(secret)))
        case (.rs256, nil, let pem?), (.es256, nil, let pem?):
            guard let key = try? VerifyingKey(pem: pem) else { break }  // The clause below says what is wanted.
            if TokenAlgorithm(key.algorithm) == algorithm { return .published(key) }
        default: break
        }
        throw KeySetFault(
            cause: "the key \(kid) needs \(algorithm.material) for \(algorithm.rawValue), and nothing else")
    }

    static func text(_ set: KeySet) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try Array(encoder.encode(KeyFileDocument(set))) + [0x0A]
    }
}

extension TokenAlgorithm {
    fileprivate var material: String {
        switch self {
        case .hs256: "a secret of 32 to 1024 bytes in base64url without padding"
        case .rs256: "an RSA publicKey of 2048 to 8192 bits in PEM"
        case .es256: "a P-256 publicKey in PEM"
        }
    }
}
