public import Foundation

/// An object that is being sent in parts, as the server lists it.
public struct OpenParts: Sendable, Equatable {
    public let key: ObjectKey
    /// What `beginParts` returned.
    public let id: String
    public let begunAt: Date
}

extension S3Store {
    /// Objects that are being sent in parts, at most a thousand.
    ///
    /// - Parameter prefix: of the key.
    public func openParts(prefix: String) async throws -> [OpenParts] {
        try await openParts(prefix, after: nil).parts
    }

    /// All objects that are being sent in parts, a page of them in memory at a time.
    ///
    /// - Parameters:
    ///   - prefix: of the key.
    ///   - body: may abort what it is given.
    public func forEachOpenParts(prefix: String, _ body: (OpenParts) async throws -> Void) async throws {
        var last: Marker?
        repeat {
            let page = try await openParts(prefix, after: last)
            for open in page.parts { try await body(open) }
            // A server that goes round in circles would be asked for ever.
            last = page.next == last ? nil : page.next
        } while last != nil
    }

    /// Where a page of the list ends, as the server says it.
    private struct Marker: Equatable {
        let key: String
        let id: String
    }

    private func openParts(_ prefix: String, after last: Marker?) async throws -> (parts: [OpenParts], next: Marker?) {
        let own = connection.location.prefix
        var query = [HTTPField("prefix", own.isEmpty ? prefix : "\(own)/\(prefix)"), HTTPField("uploads", "")]
        if let last { query += [HTTPField("key-marker", last.key), HTTPField("upload-id-marker", last.id)] }
        let request = S3Request("GET", query: query)
        let answer = try await connection.send("list uploads", prefix) { request }
        if let fault = answer.fault { throw fault.error("list uploads", prefix) }
        guard let list = XMLElement(answer.reply.body), list.name == "ListMultipartUploadsResult" else {
            throw StorageError(.unavailable, "list uploads", prefix, because: "the server sent no list")
        }
        // Not every server keeps to the prefix; what has a name that is no key is none of ours.
        let parts = list.all("Upload").compactMap { OpenParts($0, below: own) }.filter { $0.key.text.hasPrefix(prefix) }
        guard list.text("IsTruncated") == "true", let key = list.text("NextKeyMarker") else { return (parts, nil) }
        return (parts, Marker(key: key, id: list.text("NextUploadIdMarker") ?? ""))
    }
}

extension OpenParts {
    fileprivate init?(_ element: XMLElement, below prefix: String) {
        guard let name = element.text("Key"), name.hasPrefix(prefix), let id = element.text("UploadId"),
            let key = try? ObjectKey(String(name.dropFirst(prefix.isEmpty ? 0 : prefix.count + 1))),
            let begunAt = element.text("Initiated").flatMap(Timestamp.iso)
        else { return nil }
        self.init(key: key, id: id, begunAt: begunAt)
    }
}
