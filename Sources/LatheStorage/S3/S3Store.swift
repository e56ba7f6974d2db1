internal import Foundation
internal import LatheCrypto

/// Objects in a bucket of Amazon S3 or of a server that speaks its language.
///
/// Every request is signed with its payload's checksum, every answer compared with what was sent. What fails for a
/// moment is sent again: server errors, resets, stalls; a put whose answer was lost knows its own object again.
public final class S3Store: ObjectStore {
    let connection: S3Connection
    let partSize: Int
    /// Parts on their way at once.
    let window = 4

    /// - Parameters:
    ///   - partSize: of large objects, in bytes, from 5 MiB on; memory grows with it.
    ///   - stallSeconds: a transfer that moves nothing for so long is begun anew.
    public init(
        _ location: S3Location, credentials: S3Credentials, retries: RetryPolicy = RetryPolicy(),
        partSize: Int = 8 << 20, stallSeconds: Int = 30
    ) {
        var limits = HTTPClient.Limits()
        limits.stallSeconds = stallSeconds
        connection = S3Connection(
            location: location, signer: RequestSigner(credentials: credentials, region: location.region),
            client: HTTPClient(limits), retries: retries)
        self.partSize = max(partSize, 5 << 20)
    }

    /// The name in the bucket.
    func name(_ key: ObjectKey) throws -> String {
        let prefix = connection.location.prefix
        let name = prefix.isEmpty ? key.text : "\(prefix)/\(key.text)"
        guard name.utf8.count <= 1024 else {
            throw StorageError(
                .invalid, "use the key", key.text, because: "with the prefix it has more than 1024 bytes")
        }
        return name
    }

    public func head(_ key: ObjectKey) async throws -> StoredObject? { try await stored(key)?.object }

    /// The object, and the put that it is from.
    func stored(_ key: ObjectKey) async throws -> (object: StoredObject, putID: String?)? {
        let request = S3Request("HEAD", try name(key), headers: [HTTPField("x-amz-checksum-mode", "ENABLED")])
        let answer = try await connection.send("look at", key.text) { request }
        guard let fault = answer.fault else {
            let head = answer.reply.head
            return (try StoredObject(key, head), head[S3Header.putID])
        }
        guard fault.status == 404 else { throw fault.error("look at", key.text) }
        return nil
    }

    public func get(
        _ key: ObjectKey, range: ByteRange?, into destination: ObjectDestination
    ) async throws -> StoredObject? {
        let download = S3Download(key, name: try name(key), range: range, to: destination)
        let answer = try await connection.send("get", key.text, download.request) { try download.receiver(for: $0) }
        guard let fault = answer.fault else { return try download.finish() }
        if fault.status == 404, fault.code != "NoSuchBucket" { return nil }
        throw fault.error("get", key.text)
    }

    public func delete(_ keys: [ObjectKey]) async throws {
        if keys.count == 1 {
            let request = S3Request("DELETE", try name(keys[0]))
            let fault = try await connection.send("delete", keys[0].text) { request }.fault
            if let fault, fault.status != 404 || fault.code == "NoSuchBucket" {
                throw fault.error("delete", keys[0].text)
            }
            return
        }
        for start in stride(from: 0, to: keys.count, by: 1000) {
            try await deleteBatch(keys[start..<min(start + 1000, keys.count)])
        }
    }

    public var presignedOrigin: String? {
        let location = connection.location
        return location.origin(at: location.publicEndpoint)
    }

    public func presign(_ request: PresignableRequest) throws -> PresignedRequest? { try presign(request, query: []) }

    func presign(_ request: PresignableRequest, query: [HTTPField]) throws -> PresignedRequest {
        let subject = request.key.text
        let seconds = request.lifetime.components.seconds
        guard 1...604_800 ~= seconds else {
            throw StorageError(.invalid, "presign", subject, because: "it may live from 1 second to 7 days")
        }
        let bound = request.headers.map { HTTPField($0.key.lowercased(), $0.value) }
        guard !bound.contains(where: { $0.name == "host" }) else {
            throw StorageError(.invalid, "presign", subject, because: "the host is the store's own")
        }
        let (now, location) = (Date(), connection.location)
        let path = location.path(try name(request.key))
        let signed = connection.signer.query(
            presigning: request.method.rawValue, path: path, query: query,
            headers: bound + [HTTPField("host", location.host(at: location.publicEndpoint))], lifetime: Int(seconds),
            at: now)
        return PresignedRequest(
            method: request.method, url: location.url(at: location.publicEndpoint, path: path, query: signed),
            headers: Dictionary(bound.map { ($0.name, $0.value) }) { $1 },
            expiresAt: now.addingTimeInterval(TimeInterval(seconds)))
    }
}

/// Headers that hold what S3 does not know of an object.
enum S3Header {
    static let sha256 = "x-amz-meta-lathe-sha256"
    /// Tells one put from all others.
    static let putID = "x-amz-meta-lathe-put"

    /// What the server itself has computed; nil where it is not of the whole, as of an object that was sent in parts.
    static func checksum(_ head: HTTPHead) -> SHA256Digest? {
        head["x-amz-checksum-sha256"].flatMap { Data(base64Encoded: $0) }.flatMap {
            SHA256Digest(hexadecimal: Hexadecimal.text(Array($0)))
        }
    }
}

extension StoredObject {
    /// - Throws: `unavailable` if the head is not that of an object.
    init(_ key: ObjectKey, _ head: HTTPHead) throws {
        let size = head["content-range"].flatMap { $0.split(separator: "/").last } ?? head["content-length"]?[...]
        guard let size = size.flatMap({ Int($0) }), size >= 0, let etag = head["etag"] else {
            throw StorageError(.unavailable, "read", key.text, because: "the server states neither size nor ETag")
        }
        self.init(
            key: key, size: size, etag: ETag.plain(etag),
            sha256: S3Header.checksum(head) ?? head[S3Header.sha256].flatMap(SHA256Digest.init(hexadecimal:)),
            lastModified: head["last-modified"].flatMap(Timestamp.http) ?? .distantPast,
            contentType: head["content-type"], cacheControl: head["cache-control"])
    }
}
