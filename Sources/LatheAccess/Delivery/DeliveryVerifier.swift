internal import LatheCrypto

/// What a verified path opens.
public struct DeliveryGrant: Sendable, Equatable {
    /// The revision.
    public let prefix: DeliveryPrefix
    /// The file below it, decoded: `aac/96/00001.m4s`.
    public let file: String
    /// Eight characters that stand for the listener: for logs and limits.
    public let subject: String
    /// When the token ends; no answer may be kept by a shared cache under the token longer.
    public let expiresAt: UnixTime

    /// `{trackID}/{revision}/{file}`: the key of the object in the store below `tracks/`, and the key for a cache that
    /// all listeners share, as the token is not in it.
    public var path: String { "\(prefix.text)/\(file)" }
}

/// Tells what a signed path opens. Any thread may use it.
///
/// An edge server asks with one call: nginx's `auth_request` passes the path of `$request_uri` and `$request_method`,
/// and caches the answer under `DeliveryGrant.path`, so that two listeners cost one fetch. (`secure_link` cannot: it
/// knows MD5 only.) An edge that verifies by itself needs the derived key and the rules of `DeliveryToken`.
public struct DeliveryVerifier: Sendable {
    private let ring: KeyRing
    /// By how much the clocks of two servers may differ.
    private static let leeway: Int64 = 300

    /// Verifies with the keys of a ring.
    public init(_ ring: KeyRing) { self.ring = ring }

    /// What a path opens, or why it does not.
    /// - Parameters:
    ///   - rawPath: as in the request line, not decoded, without query.
    ///   - method: as in the request line.
    public func verify(rawPath: String, method: String, at now: UnixTime) -> Result<DeliveryGrant, DeliveryRefusal> {
        do throws(DeliveryRefusal) {
            return .success(try grant(rawPath, method, at: now))
        } catch { return .failure(error) }
    }

    private func grant(_ rawPath: String, _ method: String, at now: UnixTime) throws(DeliveryRefusal) -> DeliveryGrant {
        guard method == "GET" || method == "HEAD" else { throw .method }
        let path = try DeliveryPath(rawPath)
        let fields = path.token.utf8.split(
            separator: UInt8(ascii: "."), maxSplits: 5, omittingEmptySubsequences: false
        ).map { Substring($0) }
        guard fields.count == 5, fields[0] == DeliveryToken.version, AccessKey.isKid(fields[1]) else {
            throw .malformed
        }
        let key = try key(String(fields[1]), at: now)
        let message = DeliveryToken.message(
            kid: fields[1], end: fields[2], subject: fields[3], prefix: path.prefix.text)
        // As text: a second spelling of the same bytes is as wrong as other bytes.
        guard areEqualInConstantTime(Base64URL.ascii(key.code(of: message)), Array(fields[4].utf8)) else {
            throw .signature
        }
        // We signed this number.
        guard let end = Int64(fields[2]) else { throw .malformed }
        guard now.seconds < end else { throw .expired }
        guard end <= now.seconds + DeliveryLifetime.longest + Self.leeway else { throw .notYetValid }
        return DeliveryGrant(
            prefix: path.prefix, file: path.file, subject: String(fields[3]), expiresAt: UnixTime(end))
    }

    private func key(_ kid: String, at now: UnixTime) throws(DeliveryRefusal) -> HMACSHA256Key {
        switch ring.lookUp(kid, at: now) {
        case .found(let key):
            // A public key of the file verifies bearer tokens only.
            guard let key = key.deliveryKey else { throw .unknownKey }
            return key
        case .retired: throw .retiredKey
        case .unknown: throw .unknownKey
        }
    }
}
