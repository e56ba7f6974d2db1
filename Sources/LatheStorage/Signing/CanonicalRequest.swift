/// A request in the one form that client and server sign, as S3 has it: the path is encoded once and not normalised.
struct CanonicalRequest: Sendable {
    let method: String
    /// Encoded.
    let path: String
    /// Encoded, in order.
    let query: String
    /// By lower-case name, in order.
    private let headers: [HTTPField]
    let payloadHash: String

    /// - Parameters:
    ///   - path: not encoded, with a leading slash.
    ///   - query: not encoded, in any order.
    ///   - headers: with `host`; all of them are signed.
    ///   - payloadHash: SHA-256 in hexadecimal digits, or ``unsignedPayload``.
    init(method: String, path: String, query: [HTTPField] = [], headers: [HTTPField], payloadHash: String) {
        self.method = method
        self.path = PercentEncoding.encode(path, keepingSlashes: true)
        self.query = Self.encoded(query)
        self.headers = Self.folded(headers)
        self.payloadHash = payloadHash
    }

    static let unsignedPayload = "UNSIGNED-PAYLOAD"
    static let emptyPayloadHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    /// Pairs in the order of their encoded bytes.
    private static func encoded(_ query: [HTTPField]) -> String {
        query.map { (PercentEncoding.encode($0.name), PercentEncoding.encode($0.value)) }
            .sorted { $0.0 == $1.0 ? $0.1 < $1.1 : $0.0 < $1.0 }
            .map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    }

    /// Values without outer blanks and with single spaces; those of one name in one line.
    private static func folded(_ headers: [HTTPField]) -> [HTTPField] {
        var values: [String: [String]] = [:]
        for header in headers {
            let words = header.value.split { $0 == " " || $0 == "\t" }
            values[header.name.lowercased(), default: []].append(words.joined(separator: " "))
        }
        return values.sorted { $0.key < $1.key }.map { HTTPField($0.key, $0.value.joined(separator: ",")) }
    }

    var signedHeaders: String { headers.map(\.name).joined(separator: ";") }

    var text: String {
        let lines = headers.map { "\($0.name):\($0.value)\n" }.joined()
        return [method, path, query, lines, signedHeaders, payloadHash].joined(separator: "\n")
    }
}
