internal import Foundation
internal import LatheCrypto

/// How much is read and lent at once.
let pieceSize = 1 << 18

extension ObjectSource {
    /// Lends all bytes, piece by piece.
    func forEachPiece(of key: ObjectKey, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        switch self {
        case .bytes(let bytes): try bytes.withUnsafeBytes(body)
        case .file(let path):
            let file = try OpenFile.reading(path)
            let facts = try file.facts()
            try file.forEachPiece(from: 0, count: facts.size, body)
            try file.checkUnchanged(since: facts)
        case .stream(let read):
            try withUnsafeTemporaryAllocation(byteCount: pieceSize, alignment: 16) { buffer in
                while true {
                    let count = try read(buffer)
                    guard 0...buffer.count ~= count else {
                        throw StorageError(.invalid, "put", key.text, because: "the reader returned \(count)")
                    }
                    if count == 0 { return }
                    try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                }
            }
        }
    }
}

extension OpenFile {
    /// Lends some bytes, piece by piece.
    /// - Throws: `corrupt` if there are fewer.
    func forEachPiece(from offset: Int, count: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        try withUnsafeTemporaryAllocation(byteCount: min(max(count, 1), pieceSize), alignment: 16) { buffer in
            var done = 0
            while done < count {
                let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, count - done)])
                guard try read(into: piece, at: offset + done) == piece.count else {
                    throw StorageError(.corrupt, "read", subject, because: "it became shorter meanwhile")
                }
                try body(UnsafeRawBufferPointer(piece))
                done += piece.count
            }
        }
    }

    func checkUnchanged(since facts: FileFacts) throws {
        guard try self.facts() == facts else {
            throw StorageError(
                .corrupt, "read", subject, because: "it changed meanwhile", remedy: "Put files that nobody writes to.")
        }
    }
}

extension ObjectAttributes {
    /// Compares what was read with what was announced.
    func check(_ digest: SHA256Digest, of key: ObjectKey) throws {
        guard let sha256, sha256 != digest else { return }
        throw StorageError(
            .corrupt, "put", key.text, because: "its SHA-256 is \(digest) and should be \(sha256)")
    }
}
