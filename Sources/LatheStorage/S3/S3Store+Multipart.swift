internal import Foundation
internal import LatheCrypto

extension S3Store {
    /// Stores a large object in parts, a few at a time; nothing of it stays if that fails.
    ///
    /// - Parameters:
    ///   - first: the first part, if it was taken already.
    ///   - sha256: of the whole, if it is known already; else it is not stored with the object.
    func upload(
        _ parts: any ObjectParts, first: HTTPBody?, _ put: S3Put, sha256: SHA256Digest?
    ) async throws -> StoredObject {
        let upload = try await begin(put, sha256)
        do {
            let uploaded = try await send(parts, first: first, upload)
            let digest = sha256 ?? parts.sha256()
            if let digest { try put.attributes.check(digest, of: put.key) }
            let object = try await complete(upload, uploaded, put)
            return object.with(sha256: object.sha256 ?? digest)
        } catch {
            await abort(upload)
            throw error
        }
    }

    func begin(_ put: S3Put, _ sha256: SHA256Digest?) async throws -> S3Upload {
        let known = sha256 ?? put.attributes.sha256
        let request = S3Request(
            "POST", put.name, query: [HTTPField("uploads", "")], headers: put.description(known))
        let answer = try await connection.send("put", put.key.text) { request }
        if let fault = answer.fault { throw fault.error("put", put.key.text) }
        guard let id = XMLElement(answer.reply.body)?.text("UploadId"), !id.isEmpty else {
            throw StorageError(.unavailable, "put", put.key.text, because: "the server did not name the upload")
        }
        return S3Upload(id: id, name: put.name, subject: put.key.text)
    }

    /// - Returns: the parts in order.
    private func send(_ parts: any ObjectParts, first: HTTPBody?, _ upload: S3Upload) async throws -> [S3Part] {
        try await withThrowingTaskGroup(of: S3Part.self) { group in
            var (done, count) = ([S3Part](), 0)
            var next = if let first { first } else { try await parts.next() }
            while let body = next {
                count += 1
                guard count <= SlicedParts.most else {
                    throw StorageError(
                        .invalid, "put", upload.subject,
                        because: "a stream may have \(SlicedParts.most) parts of \(partSize) bytes")
                }
                if count > window, let part = try await group.next() { done.append(part) }
                group.addTask { [self, count] in try await send(body, number: count, upload) }
                next = try await parts.next()
            }
            for try await part in group { done.append(part) }
            return done.sorted { $0.number < $1.number }
        }
    }

    private func send(_ body: HTTPBody, number: Int, _ upload: S3Upload) async throws -> S3Part {
        let digest = try await connection.client.run { try BodyDigest(of: body, $0) }
        var request = S3Request("PUT", upload.name, query: [HTTPField("partNumber", String(number)), upload.query])
        request.setBody(body, digest)
        let sent = request
        let answer = try await connection.send("put", upload.subject) { sent }
        if let fault = answer.fault { throw fault.error("put", upload.subject) }
        _ = try digest.isConfirmed(by: answer.reply.head, upload.subject)
        guard let etag = answer.reply.head["etag"] else {
            throw StorageError(.unavailable, "put", upload.subject, because: "the server stated no ETag of a part")
        }
        return S3Part(number: number, etag: etag, size: body.size, md5: digest.md5)
    }

    private func complete(_ upload: S3Upload, _ parts: [S3Part], _ put: S3Put) async throws -> StoredObject {
        var request = S3Request("POST", upload.name, query: [upload.query], headers: put.conditions)
        request.setBody(S3Part.document(parts))
        let sent = request
        let answer = try await connection.send("put", put.key.text) { sent }
        if let fault = answer.fault { return try await own(put, after: fault, isRepeated: answer.isRepeated) }
        let etag = XMLElement(answer.reply.body)?.text("ETag").map(ETag.plain) ?? ""
        guard S3Part.mayBe(etag, of: parts) else {
            throw StorageError(
                .corrupt, "put", put.key.text, because: "the server stored other parts: its ETag is \(etag)")
        }
        return try await confirmed(put, size: parts.reduce(0) { $0 + $1.size })
    }

    /// Lets the server forget what came so far. If it does not hear of it, its own rules for old uploads must do.
    private func abort(_ upload: S3Upload) async {
        var connection = connection
        connection.retries.attempts = min(2, connection.retries.attempts)
        let request = S3Request("DELETE", upload.name, query: [upload.query])
        // In a task of its own: ours may be cancelled, which would cancel this too.
        await Task { [connection] in _ = try? await connection.send("abort", upload.subject) { request } }.value
    }
}

struct S3Upload: Sendable {
    let id: String
    let name: String
    let subject: String

    var query: HTTPField { HTTPField("uploadId", id) }
}

struct S3Part: Sendable {
    let number: Int
    let etag: String
    let size: Int
    let md5: [UInt8]

    /// The body of CompleteMultipartUpload.
    static func document(_ parts: [S3Part]) -> String {
        let list = parts.map {
            "<Part><PartNumber>\($0.number)</PartNumber><ETag>\($0.etag.escapedForXML)</ETag></Part>"
        }
        return "<CompleteMultipartUpload xmlns=\"\(S3Store.namespace)\">\(list.joined())</CompleteMultipartUpload>"
    }

    /// Whether an ETag can be that of the whole: where it has the form that S3 gives it, it must be the MD5 of all
    /// MD5s.
    static func mayBe(_ etag: String, of parts: [S3Part]) -> Bool {
        guard etag.hasSuffix("-\(parts.count)"), Hexadecimal.bytes(etag.prefix(32)) != nil,
            parts.allSatisfy({ ETag.plain($0.etag).lowercased() == Hexadecimal.text($0.md5) })
        else { return true }
        return etag.prefix(32).lowercased() == Hexadecimal.text(BodyDigest(of: parts.flatMap(\.md5)).md5)
    }
}

extension StoredObject {
    func with(sha256: SHA256Digest?) -> StoredObject {
        StoredObject(
            key: key, size: size, etag: etag, sha256: sha256, lastModified: lastModified, contentType: contentType,
            cacheControl: cacheControl)
    }
}
