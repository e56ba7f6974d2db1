internal import Foundation
@testable internal import LatheStorage
internal import Testing

/// What AWS publishes for implementers of Signature Version 4.
struct PublishedVectorTests {
    /// "Signature calculations for the Authorization header: transferring a payload in a single chunk" and
    /// "Authenticating requests: using query parameters", Amazon S3 API Reference.
    static let signer = RequestSigner(
        credentials: S3Credentials(
            accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        region: "us-east-1")
    /// 2013-05-24T00:00:00Z
    static let moment = Date(timeIntervalSince1970: 1_369_353_600)
    static let host = HTTPField("host", "examplebucket.s3.amazonaws.com")

    struct Vector: Sendable {
        var method = "GET"
        var path: String
        var query: [HTTPField] = []
        var headers: [HTTPField] = []
        var payloadHash = CanonicalRequest.emptyPayloadHash
        let signedHeaders: String
        let signature: String
    }

    static let vectors = [
        Vector(
            path: "/test.txt", headers: [HTTPField("Range", "bytes=0-9")],
            signedHeaders: "host;range;x-amz-content-sha256;x-amz-date",
            signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"),
        Vector(
            method: "PUT", path: "/test$file.text",
            headers: [
                HTTPField("Date", "Fri, 24 May 2013 00:00:00 GMT"),
                HTTPField("x-amz-storage-class", "REDUCED_REDUNDANCY"),
            ], payloadHash: "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
            signedHeaders: "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
            signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"),
        Vector(
            path: "/", query: [HTTPField("lifecycle", "")], signedHeaders: "host;x-amz-content-sha256;x-amz-date",
            signature: "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        Vector(
            path: "/", query: [HTTPField("prefix", "J"), HTTPField("max-keys", "2")],
            signedHeaders: "host;x-amz-content-sha256;x-amz-date",
            signature: "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
    ]

    @Test("The examples of the S3 reference are signed as they are there", arguments: vectors)
    func header(vector: Vector) {
        let headers = Self.signer.headers(
            signing: vector.method, path: vector.path, query: vector.query, headers: vector.headers + [Self.host],
            payloadHash: vector.payloadHash, at: Self.moment)
        #expect(
            headers.last?.value == """
                AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, \
                SignedHeaders=\(vector.signedHeaders), Signature=\(vector.signature)
                """)
    }

    @Test("The canonical request and the string to sign are as printed there")
    func canonical() {
        let request = CanonicalRequest(
            method: "GET", path: "/test.txt",
            headers: [
                Self.host, HTTPField("Range", "bytes=0-9"),
                HTTPField("x-amz-content-sha256", CanonicalRequest.emptyPayloadHash),
                HTTPField("x-amz-date", "20130524T000000Z"),
            ], payloadHash: CanonicalRequest.emptyPayloadHash)
        #expect(
            request.text == """
                GET
                /test.txt

                host:examplebucket.s3.amazonaws.com
                range:bytes=0-9
                x-amz-content-sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
                x-amz-date:20130524T000000Z

                host;range;x-amz-content-sha256;x-amz-date
                e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
                """)
        #expect(
            Self.signer.stringToSign(request, at: SigningTime(Self.moment)) == """
                AWS4-HMAC-SHA256
                20130524T000000Z
                20130524/us-east-1/s3/aws4_request
                7344ae5b7ee6c3e7e6b0fe0640412a37625d1fbfff95c48bbb2dc43964946972
                """)
    }

    @Test("The presigned example is the same, in the order of its parameters")
    func presigned() {
        let query = Self.signer.query(
            presigning: "GET", path: "/test.txt", query: [], headers: [Self.host], lifetime: 86400, at: Self.moment)
        #expect(
            query == """
                X-Amz-Algorithm=AWS4-HMAC-SHA256\
                &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request\
                &X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\
                &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404
                """)
    }

    /// The general test suite of Signature Version 4 (get-vanilla and others): another service, no payload header.
    @Test(
        "The general test suite's requests are signed as there",
        arguments: [
            ("GET", [], "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
            ("POST", [], "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
            (
                "GET", [HTTPField("Param2", "value2"), HTTPField("Param1", "value1")],
                "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
            ),
        ])
    func general(method: String, query: [HTTPField], signature: String) {
        let credentials = S3Credentials(
            accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
        let signer = RequestSigner(credentials: credentials, region: "us-east-1", service: "service")
        let request = CanonicalRequest(
            method: method, path: "/", query: query,
            headers: [HTTPField("Host", "example.amazonaws.com"), HTTPField("X-Amz-Date", "20150830T123600Z")],
            payloadHash: CanonicalRequest.emptyPayloadHash)
        let time = SigningTime(Date(timeIntervalSince1970: 1_440_938_160))
        #expect(signer.authorization(of: request, at: time).hasSuffix("Signature=\(signature)"))
    }
}
