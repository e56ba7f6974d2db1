internal import Foundation
internal import LatheCrypto

extension S3Store {
    public func put(
        _ source: ObjectSource, at key: ObjectKey, as attributes: ObjectAttributes, if condition: PutCondition
    ) async throws -> StoredObject {
        let put = S3Put(
            key: key, name: try name(key), attributes: try attributes.validated(for: key), condition: condition)
        switch source {
        case .bytes(let bytes):
            return try await store(.bytes(bytes[...]), put)
        case .file(let path):
            let file = try OpenFile.reading(path)
            let facts = try file.facts()
            let object = try await store(.file(file, from: 0, count: facts.size), put)
            try file.checkUnchanged(since: facts)
            return object
        case .stream(let read):
            let parts = StreamedParts(read, partSize: partSize, client: connection.client)
            let first = try await parts.next()
            guard let first, first.size == partSize else { return try await store(first ?? .bytes([]), put) }
            return try await upload(parts, first: first, put, sha256: nil)
        }
    }

    /// Stores a body of known size, whose checksum goes before it.
    private func store(_ body: HTTPBody, _ put: S3Put) async throws -> StoredObject {
        let digest = try await connection.client.run { try BodyDigest(of: body, $0) }
        try put.attributes.check(digest.sha256, of: put.key)
        guard body.size > 2 * partSize else { return try await storeAtOnce(body, digest, put) }
        return try await upload(
            SlicedParts(body, partSize: partSize), first: nil, put, sha256: digest.sha256)
    }

    private func storeAtOnce(_ body: HTTPBody, _ digest: BodyDigest, _ put: S3Put) async throws -> StoredObject {
        var request = S3Request("PUT", put.name, headers: put.description(digest.sha256) + put.conditions)
        request.setBody(body, digest)
        let sent = request
        let answer = try await connection.send("put", put.key.text) { sent }
        if let fault = answer.fault { return try await own(put, after: fault, isRepeated: answer.isRepeated) }
        let head = answer.reply.head
        if try digest.isConfirmed(by: head, put.key.text), let etag = head["etag"] {
            return StoredObject(
                key: put.key, size: body.size, etag: ETag.plain(etag), sha256: digest.sha256,
                lastModified: head["date"].flatMap(Timestamp.http) ?? Date(), contentType: put.attributes.contentType,
                cacheControl: put.attributes.cacheControl)
        }
        return try await confirmed(put, size: body.size)
    }

    /// Asks for an object that was just put, and compares its size.
    func confirmed(_ put: S3Put, size: Int) async throws -> StoredObject {
        guard let (object, putID) = try await stored(put.key) else {
            throw StorageError(.corrupt, "put", put.key.text, because: "the server does not have it")
        }
        // If somebody replaced it already, its size says nothing about ours.
        guard object.size == size || putID != put.id else {
            throw StorageError(
                .corrupt, "put", put.key.text, because: "the server has \(object.size) bytes of \(size)")
        }
        return object
    }

    /// What a fault of the last step of a put means: the answer to an earlier attempt may have been lost.
    func own(_ put: S3Put, after fault: S3Fault, isRepeated: Bool) async throws -> StoredObject {
        let mayBeOurs = isRepeated && (fault.status == 412 || fault.code == "NoSuchUpload")
        if mayBeOurs, let (object, putID) = try await stored(put.key), putID == put.id { return object }
        if put.condition != .always, fault.status == 404, fault.code == "NoSuchKey" {
            throw StorageError(.conditionFailed, "put", put.key.text, because: "there is no object")
        }
        throw fault.error("put", put.key.text)
    }
}

/// What a put is about, beside the bytes.
struct S3Put: Sendable {
    let key: ObjectKey
    let name: String
    let attributes: ObjectAttributes
    let condition: PutCondition
    /// Tells this put from all others.
    let id = Hexadecimal.text(SecureRandom.bytes(16))

    /// What is stored with the bytes.
    func description(_ sha256: SHA256Digest?) -> [HTTPField] {
        var fields = [HTTPField("content-type", attributes.contentType), HTTPField(S3Header.putID, id)]
        if let control = attributes.cacheControl { fields.append(HTTPField("cache-control", control)) }
        if let sha256 { fields.append(HTTPField(S3Header.sha256, sha256.hexadecimal)) }
        return fields
    }

    var conditions: [HTTPField] {
        switch condition {
        case .always: []
        case .ifAbsent: [HTTPField("if-none-match", "*")]
        case .ifMatch(let etag): [HTTPField("if-match", "\"\(etag)\"")]
        }
    }
}
