/// A part that the server has of an object that is sent in parts.
public struct ReceivedPart: Sendable, Equatable {
    /// From 1 on.
    public let number: Int
    public let size: Int
    let etag: String
}

// Large objects that somebody else sends in parts, with requests that were signed for it.
extension S3Store {
    /// Bytes that every part but the last must have, in any S3.
    public static let smallestPart = 5 << 20

    /// Begins an object in parts. It is not there until `completeParts`.
    ///
    /// - Returns: what the server calls the attempt.
    public func beginParts(of key: ObjectKey, as attributes: ObjectAttributes) async throws -> String {
        let put = S3Put(
            key: key, name: try name(key), attributes: try attributes.validated(for: key), condition: .always)
        return try await begin(put, nil).id
    }

    /// A request that sends one part.
    ///
    /// - Parameters:
    ///   - number: 1...10000.
    ///   - bytes: its exact length; the server refuses another.
    ///   - lifetime: from now, 1 second to 7 days.
    public func presignPart(
        _ number: Int, bytes: Int, of key: ObjectKey, in id: String, lifetime: Duration
    ) throws -> PresignedRequest {
        guard 1...SlicedParts.most ~= number else {
            throw StorageError(.invalid, "presign", key.text, because: "there is no part \(number)")
        }
        return try presign(
            PresignableRequest(.put, key, lifetime: lifetime, headers: ["content-length": String(bytes)]),
            query: [HTTPField("partNumber", String(number)), HTTPField("uploadId", id)])
    }

    /// What has come of an object, in the order of the numbers; nil where the server does not know of the attempt, any
    /// more or at all.
    public func parts(of key: ObjectKey, in id: String) async throws -> [ReceivedPart]? {
        var (parts, marker) = ([ReceivedPart](), "0")
        while true {
            let request = S3Request(
                "GET", try name(key), query: [HTTPField("part-number-marker", marker), HTTPField("uploadId", id)])
            let answer = try await connection.send("list parts of", key.text) { request }
            if answer.fault?.code == "NoSuchUpload" { return nil }
            if let fault = answer.fault { throw fault.error("list parts of", key.text) }
            guard let list = XMLElement(answer.reply.body), list.name == "ListPartsResult" else {
                throw StorageError(.unavailable, "list parts of", key.text, because: "the server sent no list")
            }
            parts += list.all("Part").compactMap(ReceivedPart.init)
            guard list.text("IsTruncated") == "true", let next = list.text("NextPartNumberMarker"), next != marker
            else { return parts }
            marker = next
        }
    }

    /// Makes the object of parts that have come.
    ///
    /// - Returns: nil where the server does not know of the attempt and has no object: it was aborted. Whoever repeats
    ///   this finds the object.
    public func completeParts(
        _ parts: [ReceivedPart], of key: ObjectKey, in id: String
    ) async throws -> StoredObject? {
        var request = S3Request("POST", try name(key), query: [HTTPField("uploadId", id)])
        request.setBody(S3Part.document(parts.map { S3Part(number: $0.number, etag: $0.etag, size: $0.size, md5: []) }))
        let sent = request
        let fault = try await connection.send("put", key.text) { sent }.fault
        if let fault, fault.code != "NoSuchUpload" { throw fault.error("put", key.text) }
        return try await head(key)
    }

    /// Gives up what has come. An attempt that the server does not know of is as good as given up.
    public func abortParts(of key: ObjectKey, in id: String) async throws {
        let request = S3Request("DELETE", try name(key), query: [HTTPField("uploadId", id)])
        let fault = try await connection.send("abort", key.text) { request }.fault
        if let fault, fault.status != 404 { throw fault.error("abort", key.text) }
    }
}

extension ReceivedPart {
    fileprivate init?(_ element: XMLElement) {
        guard let number = element.text("PartNumber").flatMap({ Int($0) }), let etag = element.text("ETag"),
            let size = element.text("Size").flatMap({ Int($0) })
        else { return nil }
        self.init(number: number, size: size, etag: etag)
    }
}
