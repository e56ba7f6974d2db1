internal import LatheCrypto
internal import LatheStorage

/// An object of a backup: where it was in the store, and what it is.
struct IndexedObject: Sendable, Equatable, Codable {
    let key: String
    let sha256: SHA256Digest
    let bytes: Int
    let contentType: String?
    let cacheControl: String?

    var blob: Blob { Blob(sha256: sha256, bytes: bytes) }

    /// As it is to be put into a store again.
    var attributes: ObjectAttributes {
        ObjectAttributes(
            contentType: contentType ?? "application/octet-stream", cacheControl: cacheControl, sha256: sha256)
    }
}
