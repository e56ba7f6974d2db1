internal import Foundation
internal import LatheCrypto

/// Signs requests with AWS Signature Version 4, in headers or in the query.
struct RequestSigner: Sendable {
    private static let algorithm = "AWS4-HMAC-SHA256"

    let credentials: S3Credentials
    let region: String
    var service = "s3"

    /// The headers that go with a request beside those it has: date, payload hash, session token and signature.
    ///
    /// - Parameter headers: with `host`.
    func headers(
        signing method: String, path: String, query: [HTTPField], headers: [HTTPField], payloadHash: String,
        at date: Date
    ) -> [HTTPField] {
        let time = SigningTime(date)
        var added = [HTTPField("x-amz-date", time.text), HTTPField("x-amz-content-sha256", payloadHash)]
        if let token = credentials.sessionToken { added.append(HTTPField("x-amz-security-token", token)) }
        let request = CanonicalRequest(
            method: method, path: path, query: query, headers: headers + added, payloadHash: payloadHash)
        return added + [HTTPField("authorization", authorization(of: request, at: time))]
    }

    /// The query, encoded, with which a request carries its permission until it expires.
    ///
    /// - Parameters:
    ///   - headers: with `host`: those that the request must carry.
    ///   - lifetime: in seconds.
    func query(
        presigning method: String, path: String, query: [HTTPField], headers: [HTTPField], lifetime: Int, at date: Date
    ) -> String {
        let time = SigningTime(date)
        let names = Set(headers.map { $0.name.lowercased() }).sorted().joined(separator: ";")
        var parameters =
            query + [
                HTTPField("X-Amz-Algorithm", Self.algorithm),
                HTTPField("X-Amz-Credential", "\(credentials.accessKeyID)/\(scope(time))"),
                HTTPField("X-Amz-Date", time.text), HTTPField("X-Amz-Expires", String(lifetime)),
                HTTPField("X-Amz-SignedHeaders", names),
            ]
        if let token = credentials.sessionToken { parameters.append(HTTPField("X-Amz-Security-Token", token)) }
        let request = CanonicalRequest(
            method: method, path: path, query: parameters, headers: headers,
            payloadHash: CanonicalRequest.unsignedPayload)
        return "\(request.query)&X-Amz-Signature=\(signature(of: request, at: time))"
    }

    func authorization(of request: CanonicalRequest, at time: SigningTime) -> String {
        "\(Self.algorithm) Credential=\(credentials.accessKeyID)/\(scope(time)), "
            + "SignedHeaders=\(request.signedHeaders), Signature=\(signature(of: request, at: time))"
    }

    func stringToSign(_ request: CanonicalRequest, at time: SigningTime) -> String {
        let hash = Array(request.text.utf8).withUnsafeBytes { SHA256Digest(of: $0) }
        return [Self.algorithm, time.text, scope(time), hash.hexadecimal].joined(separator: "\n")
    }

    private func signature(of request: CanonicalRequest, at time: SigningTime) -> String {
        let key = [time.day, region, service, "aws4_request"].reduce(Array("AWS4\(credentials.secretAccessKey)".utf8)) {
            HMACSHA256.code(of: Array($1.utf8), key: $0)
        }
        return Hexadecimal.text(HMACSHA256.code(of: Array(stringToSign(request, at: time).utf8), key: key))
    }

    private func scope(_ time: SigningTime) -> String { "\(time.day)/\(region)/\(service)/aws4_request" }
}
