internal import LatheAccess
internal import LatheCatalog
internal import LatheHTTP
internal import LatheStorage

extension Service {
    /// Uploads in parts, and the end of those that nobody wants.
    var uploadEndpoints: [Endpoint] {
        [
            Endpoint(.post, "/uploads/:id/parts", .write, requestParts),
            Endpoint(.get, "/uploads/:id/parts", .read, listParts),
            Endpoint(.post, "/uploads/:id/complete", .write, completeParts),
            Endpoint(.delete, "/uploads/:id", .write, abandonUpload),
        ]
    }

    /// Requests at a time.
    private static let mostParts = 100

    private func requestParts(_ call: Call) async throws -> Response {
        let numbers = try await RequestFields(call.request, ["numbers"]).numbers("numbers", count: 1...Self.mostParts)
        let parts = try await parts(of: call)
        guard parts.upload.state == .open else { throw Problem(409, detail: "All bytes have come already.") }
        let requests = try await parts.requests(numbers)
        return try Answer(
            PartRequests(parts: requests, expiresAt: timestamp(parts.upload.expiresAt)), isSecret: true
        ).response
    }

    private func listParts(_ call: Call) async throws -> Response {
        try Answer(PartList(parts: await parts(of: call).came()), isSecret: true).response
    }

    private func completeParts(_ call: Call) async throws -> Response {
        let upload = try await parts(of: call).complete()
        return try Answer(
            CompleteUpload(
                uploadId: upload.id, trackUrl: uploads.trackURL(of: upload), bytes: upload.receivedBytes),
            isSecret: true
        ).response
    }

    private func abandonUpload(_ call: Call) async throws -> Response {
        let upload = try await ownUpload(call)
        guard [.open, .complete].contains(upload.state) else {
            throw Problem(409, detail: "A track was made of it already.")
        }
        try await uploads.abandon(upload)
        return try Answer(DeletedDocument(id: upload.id)).response
    }

    private func parts(of call: Call) async throws -> UploadParts {
        let upload = try await ownUpload(call)
        guard let parts = UploadParts(of: upload, uploads) else {
            throw Problem(409, detail: "This upload is not sent in parts; its ticket says how it is.")
        }
        return parts
    }

    /// The upload that a path names.
    /// - Throws: `Problem` with status 404 for another's, 410 for one whose time is over.
    private func ownUpload(_ call: Call) async throws -> Upload {
        try Self.checkUploader(call)
        let (id, catalog) = (call.parameter("id"), parts.catalog)
        let upload = try await read { try catalog.upload(id, in: $0) }
        guard let upload, upload.owner == call.principal.subject else { throw Problem.notFound() }
        guard upload.state != .expired, upload.expiresAt / 1000 > parts.now().seconds else {
            throw Problem(410, detail: "The upload was not finished in time, or was given up.")
        }
        return upload
    }
}

private struct PartRequests: Encodable {
    let parts: [PartRequest]
    let expiresAt: String
}

private struct PartList: Encodable {
    let parts: [PartCount]
}

private struct CompleteUpload: Encodable {
    let uploadId, trackUrl: String
    let bytes: Int
}
