internal import LatheCatalog
internal import LatheDatabase
internal import LatheHTTP
internal import LatheStorage

/// Large masters on their way to a store that takes them in parts: begun when the first part is asked for, so that
/// whoever sends all at once leaves nothing behind.
///
/// What has come is asked of the store: clients keep nothing, and go on after any failure where it was.
struct UploadParts: Sendable {
    let uploads: Uploads
    let store: S3Store
    let upload: Upload
    let layout: PartLayout

    /// - Returns: nil where the store, or this upload, is not sent in parts.
    init?(of upload: Upload, _ uploads: Uploads) {
        guard let store = uploads.store as? S3Store, let layout = uploads.layout(of: upload) else { return nil }
        (self.uploads, self.store, self.upload, self.layout) = (uploads, store, upload, layout)
    }

    /// Requests that send these parts.
    ///
    /// - Throws: `Problem` with status 422 for numbers that the upload does not have.
    func requests(_ numbers: [Int]) async throws -> [PartRequest] {
        let (key, id) = (try ObjectKey(upload.objectKey), try await begun())
        return try numbers.enumerated().map { index, number in
            guard let bytes = layout.bytes(of: number) else {
                throw Problem.invalid("/numbers/\(index)", "There are parts 1 to \(layout.count).")
            }
            let request = try store.presignPart(number, bytes: bytes, of: key, in: id, lifetime: uploads.lifetime)
            return PartRequest(number: number, bytes: bytes, uploadUrl: request.url, headers: request.headers)
        }
    }

    /// What the store has, whole: all of what is complete.
    func came() async throws -> [PartCount] {
        guard upload.state == .open else {
            return (1...layout.count).compactMap { number in
                layout.bytes(of: number).map { PartCount(number: number, bytes: $0) }
            }
        }
        return try await received().map { PartCount(number: $0.number, bytes: $0.size) }
    }

    private func received() async throws -> [ReceivedPart] {
        guard let id = upload.partsID else { return [] }
        let parts = try await store.parts(of: ObjectKey(upload.objectKey), in: id) ?? []
        return parts.filter { layout.bytes(of: $0.number) == $0.size }
    }

    /// Makes the object.
    ///
    /// - Throws: `Problem` with status 409 where parts are missing.
    func complete() async throws -> Upload {
        let (key, parts) = (try ObjectKey(upload.objectKey), try await received())
        // Without parts it may be complete already: the answer to an earlier request was lost.
        if let id = upload.partsID, !parts.isEmpty {
            let missing = Set(1...layout.count).subtracting(parts.map(\.number)).min()
            if let missing { throw Problem(409, detail: "Part \(missing) is not there.") }
            _ = try await store.completeParts(parts, of: key, in: id)
        }
        let settled = try await uploads.settled(upload)
        guard settled.state != .open else { throw Problem(409, detail: "Part 1 is not there.") }
        return settled
    }

    /// Gives up what came.
    func abort() async throws {
        guard let id = upload.partsID else { return }
        try await store.abortParts(of: ObjectKey(upload.objectKey), in: id)
    }

    /// The store's name of the attempt, of which there is one however many ask at once.
    private func begun() async throws -> String {
        if let id = upload.partsID { return id }
        let key = try ObjectKey(upload.objectKey)
        let id = try await store.beginParts(
            of: key, as: ObjectAttributes(contentType: upload.contentType ?? "application/octet-stream"))
        let catalog = uploads.catalog
        let kept = try await catalog.database.write { [upload] connection in
            try catalog.beginParts(of: upload.id, as: id, in: connection)
        }
        if kept != id { try await store.abortParts(of: key, in: id) }
        guard let kept else { throw Problem(409, detail: "All bytes have come already, or its time is over.") }
        return kept
    }
}

/// A part that has come.
struct PartCount: Encodable, Sendable, Equatable {
    let number, bytes: Int
}

/// How to send a part.
struct PartRequest: Encodable, Sendable, Equatable {
    let number, bytes: Int
    let uploadUrl: String
    var method = "PUT"
    /// To be sent as they are.
    let headers: [String: String]
}
