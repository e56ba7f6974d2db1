internal import Foundation
internal import LatheCrypto
internal import LatheHTTP

/// What a piece of an upload must be: tus' checksum extension.
final class UploadChecksum {
    static let algorithms = "sha1,sha256,md5"

    private let expected: [UInt8]
    private let update: (UnsafeRawBufferPointer) -> Void
    private let finish: () -> [UInt8]

    /// Reads `Upload-Checksum: sha1 {Base64}`; nil where there is none.
    ///
    /// - Throws: `Problem` with status 400.
    init?(_ headers: HTTPHeaders) throws(Problem) {
        guard let field = headers["Upload-Checksum"] else { return nil }
        let parts = field.split(separator: " ")
        guard parts.count == 2, let expected = Data(base64Encoded: String(parts[1])) else {
            throw Problem(400, detail: "Upload-Checksum is no algorithm and Base64.")
        }
        self.expected = Array(expected)
        switch parts[0] {
        case "sha1":
            let hasher = SHA1Hasher()
            (update, finish) = ({ hasher.update($0) }, { hasher.finish() })
        case "sha256":
            let hasher = SHA256Hasher()
            (update, finish) = ({ hasher.update($0) }, { hasher.finish().bytes })
        case "md5":
            let hasher = MD5Hasher()
            (update, finish) = ({ hasher.update($0) }, { hasher.finish() })
        default: throw Problem(400, detail: "Upload-Checksum may be one of \(Self.algorithms).")
        }
    }

    func take(_ bytes: [UInt8]) { bytes.withUnsafeBytes(update) }

    /// Whether it was what it must be; once.
    var holds: Bool { finish() == expected }
}
