internal import LatheCrypto

/// Opens the files of one revision for GET and HEAD until a moment:
/// `1.{kid}.{exp}.{sub8}.{mac}`, to be put into a path: `/s/{token}/{trackID}/{revision}/master.m3u8`.
///
/// - `kid` names the key, `exp` is the moment in seconds since 1970, `sub8` stands for the listener, for logs and
///   limits: 8 characters of base64url, the first 48 bits of the SHA-256 of the subject.
/// - `mac` is HMAC-SHA256 in base64url over these fields, each after its length as 4 big-endian bytes: `1`,
///   `delivery`, kid, exp, `GET`, `{trackID}/{revision}`, sub8.
/// - The key of the HMAC is derived: HMAC-SHA256(secret of the key file, `lathe delivery 1`). An edge server that
///   verifies by itself is given that key, and cannot make bearer tokens with it.
public struct DeliveryToken: Sendable, Equatable {
    /// The token.
    public let text: String
    /// What it opens.
    public let prefix: DeliveryPrefix
    /// When it ends.
    public let expiresAt: UnixTime

    /// Where URLs begin: `/s/{token}/{trackID}/{revision}/`. Everything below is relative to it.
    public var path: String { "\(DeliveryPath.start)\(text)/\(prefix.text)/" }

    static let version = "1"

    /// What is signed.
    static func message(
        kid: some Collection<UInt8>, end: some Collection<UInt8>, subject: some Collection<UInt8>,
        prefix: DeliveryPrefix
    ) -> [UInt8] {
        var message: [UInt8] = []
        message.reserveCapacity(256)
        func append(_ field: some Collection<UInt8>) {
            // A path is too short for the other two bytes.
            message += [0, 0, UInt8(truncatingIfNeeded: field.count >> 8), UInt8(truncatingIfNeeded: field.count)]
            message.append(contentsOf: field)
        }
        append(version.utf8)
        append("delivery".utf8)
        append(kid)
        append(end)
        append("GET".utf8)
        append(prefix.text.utf8)
        append(subject)
        return message
    }

    /// A short name for a subject that does not tell it.
    static func shortName(of subject: String) -> String {
        let digest = Array(subject.utf8).withUnsafeBytes { SHA256Digest(of: $0) }
        return Base64URL.text([UInt8](digest.bytes[..<6]))
    }
}
