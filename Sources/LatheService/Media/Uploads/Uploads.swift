internal import Foundation
internal import LatheAccess
internal import LatheCatalog
internal import LatheCrypto
internal import LatheDatabase
internal import LatheHTTP
internal import LatheStorage

/// Places to upload masters to.
///
/// A store that signs URLs takes the bytes itself; those for a directory come to this service. Either way the object is
/// `masters/{uploadId}`, and only who has the ticket can write there.
struct Uploads: Sendable {
    let settings: ServiceSettings
    let catalog: Catalog
    let store: any ObjectStore
    let signer: UploadSigner
    let now: @Sendable () -> UnixTime

    /// Where bytes come to, relative to the public URL.
    static let path = "/uploads/"

    /// Gives someone a place to upload to.
    ///
    /// - Throws: `Problem` with status 413 where it is too much, 409 where it is too much together with what they have
    ///   not made tracks of.
    func issue(_ wish: UploadWish, to owner: String) async throws -> UploadTicket {
        if let bytes = wish.bytes, bytes > settings.largestUpload {
            throw Problem(413, detail: "A master may have at most \(settings.largestUpload) bytes.", pointer: "/bytes")
        }
        let id = UUIDv7().description
        let new = NewUpload(
            id: id, objectKey: "masters/\(id)", declaredBytes: wish.bytes, contentType: wish.contentType,
            sha256: wish.sha256, lifetime: settings.uploadLifetime * 1000)
        let upload = try await catalog.database.write { [settings, catalog] connection in
            try connection.takeTurn(at: "uploads of \(owner)")
            let taken = try catalog.bytesUploading(by: owner, unknown: settings.largestUpload, in: connection)
            guard taken + (wish.bytes ?? settings.largestUpload) <= settings.uploadQuota else {
                throw Problem(
                    409,
                    detail: "\(taken) bytes of \(settings.uploadQuota) are taken by uploads without a track. "
                        + "Make tracks of them, wait until they expire, or say how many bytes will come.")
            }
            return try catalog.issueUpload(new, to: owner, in: connection)
        }
        return try ticket(for: upload)
    }

    private func ticket(for upload: Upload) throws -> UploadTicket {
        let trackURL = trackURL(of: upload)
        if let presigned = try presigned(upload) {
            return UploadTicket(
                upload, url: presigned.url, headers: presigned.headers, trackURL: trackURL,
                largest: settings.largestUpload, .s3, multipart: multipart(upload))
        }
        return UploadTicket(
            upload, url: "\(trackURL)/\(signer.secret(for: upload.id, at: now()))",
            headers: upload.contentType.map { ["content-type": $0] } ?? [:], trackURL: trackURL,
            largest: settings.largestUpload, .tus)
    }

    /// What is said of the master is signed: the store refuses any other. It keeps to the largest size only where a
    /// length was said; `verify` looks again.
    private func presigned(_ upload: Upload) throws -> PresignedRequest? {
        // Whoever keeps the URL must not replace the master later.
        var headers = ["if-none-match": "*"]
        if let bytes = upload.declaredBytes { headers["content-length"] = String(bytes) }
        if let type = upload.contentType { headers["content-type"] = type }
        if let digest = upload.sha256.flatMap(SHA256Digest.init(hexadecimal:)) {
            headers["x-amz-checksum-sha256"] = Data(digest.bytes).base64EncodedString()
        }
        return try store.presign(
            PresignableRequest(.put, ObjectKey(upload.objectKey), lifetime: lifetime, headers: headers))
    }

    private func multipart(_ upload: Upload) -> UploadTicket.Multipart? {
        layout(of: upload).map {
            UploadTicket.Multipart(
                partBytes: $0.partBytes, partCount: $0.count,
                url: "\(settings.publicURL)\(Service.apiPrefix)/uploads/\(upload.id)")
        }
    }

    /// How an upload is cut that may be sent in parts; nil for one that fits into one, or whose length nobody said.
    func layout(of upload: Upload) -> PartLayout? {
        guard let bytes = upload.declaredBytes, bytes > settings.uploadPart else { return nil }
        return PartLayout(total: bytes, partBytes: settings.uploadPart)
    }

    /// Of what is signed for an upload; S3 takes no longer one than a week.
    var lifetime: Duration { min(Duration.seconds(settings.uploadLifetime), .seconds(7 * 24 * 3600)) }

    func trackURL(of upload: Upload) -> String { settings.publicURL + Self.path + upload.id }

    /// Ends an upload that its owner does not want any more.
    ///
    /// - Throws: `Problem` with status 423 while something is being written to it.
    func abandon(_ upload: Upload) async throws {
        let key = try ObjectKey(upload.objectKey)
        try await UploadParts(of: upload, self)?.abort()
        if let directory = store as? DirectoryStore, try await !directory.discardGrowing(ObjectKey(upload.id)) {
            throw Problem.uploadIsBeingWritten
        }
        let isEnded = try await catalog.database.write { [catalog] in try catalog.abandonUpload(upload.id, in: $0) }
        if isEnded { try await store.delete([key]) }
    }

    /// The upload that a `trackUrl` names; nil for one that is none of ours. It is compared, never fetched.
    func id(ofTrackURL url: String) -> Upload.ID? {
        let start = settings.publicURL + Self.path
        guard url.hasPrefix(start) else { return nil }
        let id = String(url.dropFirst(start.count).prefix { $0 != "/" })
        return id.isEmpty || id.utf8.count > 64 ? nil : id
    }
}

extension Service {
    /// Takes masters in.
    var uploads: Uploads {
        Uploads(
            settings: parts.settings, catalog: parts.catalog, store: parts.store, signer: UploadSigner(parts.keys),
            now: parts.now)
    }
}
