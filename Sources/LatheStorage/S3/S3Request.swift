internal import LatheCrypto

/// A request to S3 before it is signed.
struct S3Request: Sendable {
    var method: String
    /// Of an object, with the prefix; nil for the bucket.
    var key: String?
    var query: [HTTPField] = []
    var headers: [HTTPField] = []
    var body: HTTPBody?
    /// SHA-256 of the body.
    var payloadHash = CanonicalRequest.emptyPayloadHash

    init(_ method: String, _ key: String? = nil, query: [HTTPField] = [], headers: [HTTPField] = []) {
        (self.method, self.key, self.query, self.headers) = (method, key, query, headers)
    }

    /// A body whose checksums were computed: the server refuses it if it arrives otherwise.
    mutating func setBody(_ body: HTTPBody, _ digest: BodyDigest) {
        self.body = body
        payloadHash = digest.sha256.hexadecimal
        headers.append(HTTPField("content-md5", digest.base64MD5))
    }

    /// A small document.
    mutating func setBody(_ text: String) {
        let bytes = Array(text.utf8)
        setBody(.bytes(bytes[...]), BodyDigest(of: bytes))
        headers.append(HTTPField("content-type", "application/xml"))
    }
}
