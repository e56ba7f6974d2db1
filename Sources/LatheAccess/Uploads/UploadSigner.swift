internal import LatheCrypto

/// Makes the secret part of an upload's URL, and tells it again. Any thread may use it.
///
/// `{kid}.{mac}`, mac being HMAC-SHA256 in base64url over `1`, `upload`, kid and the upload's id, each after its length
/// as 4 big-endian bytes. The key is derived: HMAC-SHA256(secret of the key file, `lathe upload 1`), so that an edge
/// server that verifies deliveries by itself cannot let anyone upload. When it ends is the upload's own business.
public struct UploadSigner: Sendable {
    private let ring: KeyRing

    /// Signs with the active key of a ring and verifies with all of them.
    public init(_ ring: KeyRing) { self.ring = ring }

    /// What whoever may write to the upload is given.
    public func secret(for upload: String, at now: UnixTime) -> String {
        let set = ring.current(at: now)
        return "\(set.active.kid).\(Self.code(set.activeSecret.uploads, set.active.kid, upload))"
    }

    /// Whether a text is the secret of the upload.
    public func verify(_ secret: String, for upload: String, at now: UnixTime) -> Bool {
        let parts = secret.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 2, AccessKey.isKid(parts[0].utf8), upload.utf8.count <= 100,
            case .found(let key) = ring.lookUp(String(parts[0]), at: now), let uploads = key.uploadKey
        else { return false }
        let expected = Self.code(uploads, String(parts[0]), upload)
        return areEqualInConstantTime(Array(expected.utf8), Array(parts[1].utf8))
    }

    private static func code(_ key: HMACSHA256Key, _ kid: String, _ upload: String) -> String {
        var message: [UInt8] = []
        for field in ["1", "upload", kid, upload] {
            let bytes = Array(field.utf8)
            message += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: bytes.count >> $0) } + bytes
        }
        return Base64URL.text(key.code(of: message))
    }
}
