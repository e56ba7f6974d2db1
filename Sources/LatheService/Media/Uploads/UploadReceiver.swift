internal import LatheAccess
internal import LatheCatalog
internal import LatheCrypto
internal import LatheDatabase
internal import LatheHTTP
internal import LatheStorage

/// Takes the bytes of uploads for a directory store: whole with PUT, or piece by piece as tus 1.0 says.
///
/// How much has come is how long the file is, and nothing else: so an upload goes on after any failure of client,
/// connection or service where it was. One request at a time writes to it.
struct UploadReceiver: Sendable {
    let uploads: Uploads
    let store: DirectoryStore

    /// How far it is.
    func head(_ request: Request) async throws -> Response {
        try await finishIfWhole(try await upload(of: request))
        let upload = try await upload(of: request)
        var response = TusAnswer.progress(200, try await received(of: upload), of: upload)
        if let length = upload.declaredBytes {
            response.headers["Upload-Length"] = String(length)
        } else if upload.state == .complete {
            response.headers["Upload-Length"] = String(upload.receivedBytes)
        } else {
            response.headers["Upload-Defer-Length"] = "1"
        }
        return response
    }

    /// Takes all of it.
    func put(_ request: Request) async throws -> Response {
        let upload = try await openUpload(of: request)
        if let declared = upload.declaredBytes, let length = request.body.declaredLength, length != declared {
            throw Problem(400, detail: "\(declared) bytes were announced and \(length) are sent.")
        }
        let object = try await grow(upload)
        defer { object.release() }
        try await object.cut(to: 0)
        let writer = UploadWriter(object, limit: upload.declaredBytes ?? uploads.settings.largestUpload)
        try await writer.take(request.body)
        if let declared = upload.declaredBytes, object.size != declared {
            throw Problem(400, detail: "\(declared) bytes were announced and \(object.size) came.")
        }
        try await finish(upload, object)
        return TusAnswer.progress(204, object.size, of: upload)
    }

    /// Takes a piece.
    func patch(_ request: Request) async throws -> Response {
        try TusFields.checkVersion(request.headers)
        guard request.headers["Content-Type"] == TusFields.contentType else {
            throw Problem(415, detail: "The content is \(TusFields.contentType).")
        }
        let offset = try TusFields.offset(request.headers)
        let checksum = try UploadChecksum(request.headers)
        let upload = try await openUpload(of: request)
        let total = try total(of: upload, request)
        let object = try await grow(upload)
        defer { object.release() }
        guard object.size == offset else {
            throw Problem(409, detail: "\(object.size) bytes have come, and not \(offset).")
        }
        let writer = UploadWriter(object, limit: total ?? uploads.settings.largestUpload)
        try await writer.take(request.body, checkedBy: checksum)
        if object.size == total { try await finish(upload, object) }
        return TusAnswer.progress(204, object.size, of: upload)
    }

    /// Gives it up.
    func delete(_ request: Request) async throws -> Response {
        try TusFields.checkVersion(request.headers)
        let upload = try await openUpload(of: request)
        guard try await store.discardGrowing(ObjectKey(upload.id)) else { throw Problem.uploadIsBeingWritten }
        let catalog = uploads.catalog
        _ = try await catalog.database.write { try catalog.abandonUpload(upload.id, in: $0) }
        return Response(204, headers: ["Tus-Resumable": TusFields.version])
    }

    // MARK: - Steps

    /// All bytes may have come, and the client or the service have gone before anybody could say so.
    ///
    /// Who hears that all bytes are there sends no more: they must be an upload by then, and no file that still grows.
    /// - Throws: `Problem` with status 423 while another request is about to finish it.
    private func finishIfWhole(_ upload: Upload) async throws {
        guard upload.state == .open, let total = upload.declaredBytes,
            try await store.grownSize(ObjectKey(upload.id)) == total
        else { return }
        guard let object = try await store.grow(ObjectKey(upload.id), orMakeNew: false) else {
            throw Problem.uploadIsBeingWritten
        }
        defer { object.release() }
        if object.size == total { try await finish(upload, object) }
    }

    /// The upload that the request is for and may be for.
    private func upload(of request: Request) async throws -> Upload {
        guard let id = request.parameters["id"], let secret = request.parameters["secret"],
            uploads.signer.verify(secret, for: id, at: uploads.now())
        else { throw Problem(404) }
        let catalog = uploads.catalog
        let found = try await catalog.database.read { try catalog.upload(id, in: $0) }
        guard let found else { throw Problem(404) }
        let upload = try await uploads.settled(found)
        guard upload.state != .expired, upload.expiresAt / 1000 > uploads.now().seconds else {
            throw Problem.uploadIsOver
        }
        return upload
    }

    private func openUpload(of request: Request) async throws -> Upload {
        let upload = try await upload(of: request)
        guard upload.state == .open else { throw Problem(409, detail: "All bytes have come already.") }
        return upload
    }

    private func received(of upload: Upload) async throws -> Int {
        guard upload.state == .open else { return upload.receivedBytes }
        return try await store.grownSize(ObjectKey(upload.id)) ?? 0
    }

    private func total(of upload: Upload, _ request: Request) throws -> Int? {
        guard let length = try TusFields.length(request.headers) else { return upload.declaredBytes }
        guard length == upload.declaredBytes ?? length else {
            throw Problem(400, detail: "Upload-Length is not the announced \(upload.declaredBytes ?? 0).")
        }
        guard length <= uploads.settings.largestUpload else { throw Problem(413) }
        return length
    }

    private func grow(_ upload: Upload) async throws -> GrowingObject {
        guard let object = try await store.grow(ObjectKey(upload.id)) else { throw Problem.uploadIsBeingWritten }
        return object
    }

    /// The object first, the catalogue after it: who dies in between finds the object when it is asked for.
    private func finish(_ upload: Upload, _ object: GrowingObject) async throws {
        let attributes = ObjectAttributes(
            contentType: upload.contentType ?? "application/octet-stream",
            sha256: upload.sha256.flatMap(SHA256Digest.init(hexadecimal:)))
        let bytes: Int
        do {
            bytes = try await object.publish(at: ObjectKey(upload.objectKey), as: attributes).size
        } catch let error as StorageError where error.code == .corrupt {
            try await object.discard()
            throw Problem(422, detail: "The bytes do not have the announced checksum. Send them again.")
        }
        let catalog = uploads.catalog
        let progress = try await catalog.database.write {
            try catalog.completeUpload(upload.id, bytes: bytes, in: $0)
        }
        // Its time went by while bytes came, or it was given up: nobody looks for the object any more.
        guard progress != .notFound else {
            try await store.delete([ObjectKey(upload.objectKey)])
            throw Problem.uploadIsOver
        }
    }
}

extension Problem {
    fileprivate static let uploadIsOver = Problem(410, detail: "The upload was not finished in time, or was given up.")

    /// RFC 4918 §11.3.
    static let uploadIsBeingWritten = Problem(
        423, title: "Locked", detail: "Another request is writing to this upload.", headers: ["Retry-After": "1"])
}
