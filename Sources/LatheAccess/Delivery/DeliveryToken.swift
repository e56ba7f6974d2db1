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
        kid: some StringProtocol, end: some StringProtocol, subject: some StringProtocol, prefix: String
    ) -> [UInt8] {
        var message: [UInt8] = []
        message.reserveCapacity(256)
        func append(_ field: some StringProtocol) {
            let bytes = field.utf8
            for shift in [24, 16, 8, 0] { message.append(UInt8(truncatingIfNeeded: bytes.count >> shift)) }
            message.append(contentsOf: bytes)
        }
        append(version)
        append("delivery")
        append(kid)
        append(end)
        append("GET")
        append(prefix)
        append(subject)
        return message
    }

    /// A short name for a subject that does not tell it.
    static func shortName(of subject: String) -> String {
        let digest = Array(subject.utf8).withUnsafeBytes { SHA256Digest(of: $0) }
        return Base64URL.text(Array(digest.bytes.prefix(6)))
    }
}
