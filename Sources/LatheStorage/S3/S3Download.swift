internal import LatheCrypto

/// A get that goes on where a broken connection left it.
///
/// `@unchecked Sendable`: requests are made one after the other, and each transfer is over, with all that its thread
/// did, before the next is asked for.
final class S3Download: @unchecked Sendable {
    private let key: ObjectKey
    private let name: String
    private let range: ByteRange?
    private let destination: ObjectDestination
    /// Once there was a reply.
    private var progress: (object: StoredObject, delivery: Delivery)?

    init(_ key: ObjectKey, name: String, range: ByteRange?, to destination: ObjectDestination) {
        (self.key, self.name, self.range, self.destination) = (key, name, range, destination)
    }

    /// The whole at first, then the rest.
    func request() -> S3Request {
        var request = S3Request("GET", name)
        if let (object, delivery) = progress, delivery.length > 0 {
            // At least one byte, or the range would be none: one that came already does no harm.
            let first = delivery.offset + min(delivery.delivered, delivery.length - 1)
            request.headers = [
                HTTPField("range", "bytes=\(first)-\(delivery.offset + delivery.length - 1)"),
                HTTPField("if-match", "\"\(object.etag)\""),
            ]
        } else if let range {
            let last = range.count.map { String(range.offset + $0 - 1) } ?? ""
            request.headers = [HTTPField("range", "bytes=\(range.offset)-\(last)")]
        }
        return request
    }

    func receiver(for head: HTTPHead) throws -> HTTPClient.Receiver? {
        guard head.isSuccess else { return nil }
        let object = try StoredObject(key, head)
        if let (earlier, delivery) = progress {
            return try continued(earlier, delivery, object, head)
        }
        let check = ETag.isMD5(object.etag, head) ? Hexadecimal.bytes(object.etag) : nil
        let delivery = try Delivery(
            of: object, range: range, to: destination,
            check: object.sha256 == nil ? check.map(ContentCheck.init(md5:)) : nil)
        if range != nil { try checkStart(head, delivery.offset) }
        progress = (object, delivery)
        return delivery.append
    }

    private func continued(
        _ earlier: StoredObject, _ delivery: Delivery, _ object: StoredObject, _ head: HTTPHead
    ) throws -> HTTPClient.Receiver {
        guard object.etag == earlier.etag, object.size == earlier.size else {
            throw StorageError(.unavailable, "get", key.text, because: "it was replaced meanwhile")
        }
        if delivery.length == 0 { return { _ in } }
        try checkStart(head, delivery.offset + min(delivery.delivered, delivery.length - 1))
        return delivery.isComplete ? { _ in } : delivery.append
    }

    /// A server that ignores ranges sends all from the beginning.
    private func checkStart(_ head: HTTPHead, _ offset: Int) throws {
        let start = head["content-range"].flatMap { Int($0.drop { !$0.isNumber }.prefix { $0 != "-" }) }
        guard head.status == 206, start == offset else {
            throw StorageError(
                .invalid, "get", key.text, because: "the server does not send the range it was asked for")
        }
    }

    func finish() throws -> StoredObject {
        guard let (object, delivery) = progress else {
            throw StorageError(.unavailable, "get", key.text, because: "there was no reply")
        }
        try delivery.finish()
        return object
    }
}
