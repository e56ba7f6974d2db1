internal import LatheHTTP
internal import LatheStorage

/// Puts the content of one request behind what has come of an upload, in constant memory.
struct UploadWriter {
    /// Bytes that are collected before they are written.
    private static let pieceSize = 128 << 10

    private let object: GrowingObject
    private let limit: Int

    /// - Parameter limit: bytes of the whole.
    init(_ object: GrowingObject, limit: Int) {
        self.object = object
        self.limit = limit
    }

    /// Takes all content, and sees it onto the disk: also what came of it before the client or the service gave up.
    ///
    /// - Parameter checksum: of the content; one that cannot be verified, or is wrong, has never come.
    /// - Throws: `Problem`: 413 beyond the limit, 415 for what cannot be a master, 460 for a wrong checksum, 507 where
    ///   the disk is full. What the body throws.
    func take(_ body: RequestBody, checkedBy checksum: UploadChecksum? = nil) async throws {
        let start = object.size
        if let length = body.declaredLength, start + length > limit { throw tooLarge }
        do {
            try await write(body, checksum)
        } catch let error as Problem where error.status == 415 {
            try await object.discard()
            throw error
        } catch {
            // A cancelled task can do nothing for the disk any more; another can.
            let isChecked = checksum != nil
            await Task { [object] in
                // The first error counts: it is what the client is told, and the file's length is what it goes on from.
                if isChecked { try? await object.cut(to: start) }
                try? await object.synchronize()
            }.value
            throw error
        }
        guard checksum?.holds ?? true else {
            try await object.cut(to: start)
            throw Problem(460, title: "Checksum Mismatch", detail: "The piece has another checksum. Send it again.")
        }
        try await object.synchronize()
    }

    private func write(_ body: RequestBody, _ checksum: UploadChecksum?) async throws {
        var piece: [UInt8] = []
        // With room for what overshoots, so that it never grows.
        piece.reserveCapacity(2 * Self.pieceSize)
        do {
            for try await bytes in body {
                checksum?.take(bytes)
                piece += bytes
                guard piece.count >= Self.pieceSize else { continue }
                try await append(piece)
                piece.removeAll(keepingCapacity: true)
            }
        } catch let error as ClientGone {
            // The client goes on behind what it sent.
            try await append(piece)
            throw error
        }
        try await append(piece)
    }

    private func append(_ bytes: [UInt8]) async throws {
        guard !bytes.isEmpty else { return }
        let before = object.size
        guard before + bytes.count <= limit else { throw tooLarge }
        do {
            try await object.append(bytes)
        } catch let error as StorageError where error.code == .full {
            throw Problem(507, title: "Insufficient Storage", detail: "The service has no space left.")
        }
        if before < MasterSignature.length { try await checkSignature() }
    }

    private func checkSignature() async throws {
        let head = try await object.head(MasterSignature.length)
        guard head.count == MasterSignature.length, !MasterSignature.mayBegin(head) else { return }
        throw Problem(415, detail: "This is no lossless master: FLAC, WAV, RF64, BW64, W64 or AIFF.")
    }

    private var tooLarge: Problem { Problem(413, detail: "The upload may have at most \(limit) bytes.") }
}
