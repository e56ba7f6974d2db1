public import Foundation
public import LatheCrypto

/// An object as a store holds it.
public struct StoredObject: Sendable, Equatable {
    public let key: ObjectKey
    /// Bytes.
    public let size: Int
    /// Names this content under this key, for `PutCondition.ifMatch`; nothing else may be concluded from it.
    public let etag: String
    /// The checksum that was stored with the object; nil where none was, and in lists of S3, which do not state it.
    public let sha256: SHA256Digest?
    /// When it was put, to the second at least.
    public let lastModified: Date
    /// Its media type (RFC 9110 §8.3.1); nil in lists of S3.
    public let contentType: String?
    /// What caches may do (RFC 9111 §5.2); nil where nobody said, and in lists of S3.
    public let cacheControl: String?
}

/// What is stored with an object beside its bytes.
public struct ObjectAttributes: Sendable, Equatable {
    /// Its media type (RFC 9110 §8.3.1).
    public var contentType: String
    /// What caches may do (RFC 9111 §5.2).
    public var cacheControl: String?
    /// What the bytes must be; the put fails with `corrupt` if they are not.
    public var sha256: SHA256Digest?

    public init(
        contentType: String = "application/octet-stream", cacheControl: String? = nil, sha256: SHA256Digest? = nil
    ) {
        self.contentType = contentType
        self.cacheControl = cacheControl
        self.sha256 = sha256
    }

    /// - Throws: `invalid` for what would end a header and begin another.
    func validated(for key: ObjectKey) throws -> ObjectAttributes {
        for text in [contentType, cacheControl ?? ""] where text.utf8.contains(where: { $0 < 0x20 || $0 > 0x7E }) {
            throw StorageError(.invalid, "put", key.text, because: "an attribute is not printable ASCII")
        }
        guard !contentType.isEmpty, contentType.utf8.count + (cacheControl ?? "").utf8.count <= 1024 else {
            throw StorageError(.invalid, "put", key.text, because: "the media type is empty or longer than 1024 bytes")
        }
        return self
    }
}

/// What must hold for a put to happen, decided by the store at the moment the object appears.
public enum PutCondition: Sendable, Equatable {
    case always
    /// There is no object under the key.
    case ifAbsent
    /// The object under the key is the one with this etag.
    case ifMatch(String)
}
