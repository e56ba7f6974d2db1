internal import Foundation
internal import LatheCrypto
internal import LatheStorage

/// What `package.json` says is in a package, and nothing else of it.
struct PackageContents: Sendable {
    /// In the order of the document.
    let files: [(key: ObjectKey, blob: Blob)]

    static func documentKey(_ prefix: String) throws -> ObjectKey { try ObjectKey(prefix + "package.json") }

    private struct Document: Decodable {
        struct File: Decodable {
            let path: String
            let bytes: Int
            let sha256: SHA256Digest
        }

        let files: [File]
    }

    /// - Throws: `DecodingError`; `StorageError` for a path that leads elsewhere.
    init(_ document: [UInt8], at prefix: String) throws {
        files = try JSONDecoder().decode(Document.self, from: Data(document)).files.map {
            (try ObjectKey(prefix + $0.path), Blob(sha256: $0.sha256, bytes: $0.bytes))
        }
    }
}
