internal import Foundation

extension S3Store {
    public func list(prefix: String, after cursor: ListCursor?, limit: Int) async throws -> ObjectPage {
        guard 1...1000 ~= limit else {
            throw StorageError(.invalid, "list", "\"\(prefix)\"", because: "a page has 1 to 1000 objects, not \(limit)")
        }
        let own = connection.location.prefix
        // `encoding-type` is not asked for: it would only serve keys that are none of ours, and servers disagree about
        // spaces in it.
        var query = [
            HTTPField("list-type", "2"), HTTPField("prefix", own.isEmpty ? prefix : "\(own)/\(prefix)"),
            HTTPField("max-keys", String(limit)),
        ]
        if let cursor { query.append(HTTPField("continuation-token", cursor.text)) }
        let request = S3Request("GET", query: query)
        let answer = try await connection.send("list", "\"\(prefix)\"") { request }
        if let fault = answer.fault { throw fault.error("list", "\"\(prefix)\"") }
        guard let page = ObjectPage(answer.reply.body, below: own) else {
            throw StorageError(.unavailable, "list", "\"\(prefix)\"", because: "the server sent no list")
        }
        return page
    }

    func deleteBatch(_ keys: ArraySlice<ObjectKey>) async throws {
        let subject = "\(keys.count) objects"
        let objects = try keys.map { "<Object><Key>\(try name($0).escapedForXML)</Key></Object>" }.joined()
        var request = S3Request("POST", query: [HTTPField("delete", "")])
        request.setBody("<Delete xmlns=\"\(S3Store.namespace)\">\(objects)<Quiet>true</Quiet></Delete>")
        let sent = request
        let answer = try await connection.send("delete", subject) { sent }
        if let fault = answer.fault { throw fault.error("delete", subject) }
        let failures = XMLElement(answer.reply.body)?.all("Error") ?? []
        guard let failure = failures.first(where: { $0.text("Code") != "NoSuchKey" }) else { return }
        throw StorageError(
            failure.text("Code") == "AccessDenied" ? .denied : .unavailable, "delete", failure.text("Key") ?? subject,
            because: "the server answered \(failure.text("Code") ?? "an error"): \(failure.text("Message") ?? "")")
    }

    static let namespace = "http://s3.amazonaws.com/doc/2006-03-01/"
}

extension ObjectPage {
    /// Reads the answer to ListObjectsV2. What has a name that is no key is no object.
    fileprivate init?(_ bytes: [UInt8], below prefix: String) {
        guard let list = XMLElement(bytes), list.name == "ListBucketResult" else { return nil }
        let skipped = prefix.isEmpty ? 0 : prefix.utf8.count + 1
        objects = list.all("Contents").compactMap { entry in
            guard let name = entry.text("Key"), let text = String(name.utf8.dropFirst(skipped)),
                let key = try? ObjectKey(text), let size = entry.text("Size").flatMap({ Int($0) })
            else { return nil }
            return StoredObject(
                key: key, size: size, etag: ETag.plain(entry.text("ETag") ?? ""), sha256: nil,
                lastModified: entry.text("LastModified").flatMap(Timestamp.iso) ?? .distantPast, contentType: nil,
                cacheControl: nil)
        }
        let isTruncated = list.text("IsTruncated") == "true"
        next = isTruncated ? list.text("NextContinuationToken").map { ListCursor($0) } : nil
    }
}

extension String {
    var escapedForXML: String {
        unicodeScalars.map { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            default: String(scalar)
            }
        }.joined()
    }
}
