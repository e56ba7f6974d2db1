internal import Foundation
internal import LatheCrypto

/// What S3 is told of a body before it comes, and compared with what it says of it afterwards.
struct BodyDigest: Sendable {
    let sha256: SHA256Digest
    let md5: [UInt8]

    init(of bytes: [UInt8]) {
        let (sha256, md5) = (SHA256Hasher(), MD5Hasher())
        bytes.withUnsafeBytes { piece in
            sha256.update(piece)
            md5.update(piece)
        }
        (self.sha256, self.md5) = (sha256.finish(), md5.finish())
    }

    /// Reads the whole body.
    init(of body: HTTPBody, _ cancellation: Cancellation) throws {
        let (sha256, md5) = (SHA256Hasher(), MD5Hasher())
        try body.forEachPiece { piece in
            try cancellation.check()
            sha256.update(piece)
            md5.update(piece)
        }
        (self.sha256, self.md5) = (sha256.finish(), md5.finish())
    }

    var base64MD5: String { Data(md5).base64EncodedString() }

    /// Compares it with what a reply says of the stored bytes.
    ///
    /// - Returns: whether the reply said anything: an ETag is MD5 only where S3 does not encrypt with keys of its own.
    /// - Throws: `corrupt`.
    func isConfirmed(by head: HTTPHead, _ subject: String) throws -> Bool {
        if let checksum = head["x-amz-checksum-sha256"] {
            return try confirm(checksum, Data(sha256.bytes).base64EncodedString(), subject)
        }
        guard let etag = head["etag"].map(ETag.plain), ETag.isMD5(etag, head) else { return false }
        return try confirm(etag.lowercased(), Hexadecimal.text(md5), subject)
    }

    private func confirm(_ stored: String, _ sent: String, _ subject: String) throws -> Bool {
        guard stored == sent else {
            throw StorageError(
                .corrupt, "put", subject, because: "the server stored the checksum \(stored) and was sent \(sent)")
        }
        return true
    }
}

extension HTTPBody {
    func forEachPiece(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        try withUnsafeTemporaryAllocation(byteCount: pieceSize, alignment: 16) { buffer in
            var done = 0
            while done < size {
                let count = try read(done, buffer)
                if count == 0 { return }
                try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                done += count
            }
        }
    }
}

/// The tag by which S3 tells contents apart (RFC 9110 §8.8.3).
enum ETag {
    /// Without its quotes.
    static func plain(_ header: String) -> String {
        header.count > 1 && header.hasPrefix("\"") && header.hasSuffix("\"")
            ? String(header.dropFirst().dropLast()) : header
    }

    /// Whether it can be the MD5 of the content.
    static func isMD5(_ etag: String, _ head: HTTPHead) -> Bool {
        let isKeyed =
            head["x-amz-server-side-encryption"]?.contains("kms") == true
            || head["x-amz-server-side-encryption-customer-algorithm"] != nil
        return !isKeyed && etag.utf8.count == 32 && Hexadecimal.bytes(etag) != nil
    }
}
