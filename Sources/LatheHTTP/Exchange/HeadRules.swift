/// The strict reading of a head whose bytes are known to be laid out right: RFC 9112 §3 and §6, RFC 9110 §5 and §7.2.
///
/// Whatever two readers could take for two different requests is refused (RFC 9112 §11.2).
enum HeadRules {
    static func head(
        method: String, target: String, version: String, headers: HTTPHeaders, _ configuration: ServerConfiguration
    ) throws -> RequestHead {
        guard target.utf8.count <= configuration.targetLimit else { throw Problem(414) }
        guard headers.fields.count <= configuration.fieldLimit else { throw Problem(431) }
        let version = try self.version(version)
        guard !method.isEmpty, method.utf8.allSatisfy(\.isTokenCharacter), let parsed = RequestTarget(target),
            headers.fields.allSatisfy({ isWellFormed($0) })
        else { throw Problem.malformed }
        guard target != "*" || method == "OPTIONS" else { throw Problem.malformed }
        try checkHost(headers, version)
        return RequestHead(
            method: HTTPMethod(rawValue: method), target: parsed, version: version, headers: headers,
            framing: try framing(headers, version), expectsContinue: try expectsContinue(headers, version))
    }

    private static func version(_ text: String) throws -> RequestHead.Version {
        switch text {
        case "HTTP/1.1": .http11
        case "HTTP/1.0": .http10
        default: throw Problem(505)
        }
    }

    private static func isWellFormed(_ field: HTTPHeaders.Field) -> Bool {
        !field.name.isEmpty && field.name.utf8.allSatisfy(\.isTokenCharacter)
            && field.value.utf8.allSatisfy(\.isFieldCharacter)
    }

    /// Exactly one Host, which HTTP/1.0 may leave out (RFC 9112 §3.2).
    private static func checkHost(_ headers: HTTPHeaders, _ version: RequestHead.Version) throws {
        let hosts = headers.values("Host")
        guard hosts.count == 1 || hosts.isEmpty && version == .http10 else { throw Problem.malformed }
        guard hosts.allSatisfy({ $0.utf8.allSatisfy(isHostCharacter) }) else { throw Problem.malformed }
    }

    /// Of uri-host and port, RFC 3986 §3.2.2: no user, no path, no list.
    private static func isHostCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ":"): true
        case UInt8(ascii: "#"), UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "|"): false
        default: byte.isTokenCharacter
        }
    }

    /// One Content-Length of digits, or one Transfer-Encoding that is `chunked`, or neither.
    private static func framing(
        _ headers: HTTPHeaders, _ version: RequestHead.Version
    ) throws -> RequestHead.Framing {
        let lengths = headers.values("Content-Length")
        let codings = headers.values("Transfer-Encoding")
        switch (lengths.count, codings.count) {
        case (0, 0): return .none
        case (1, 0):
            guard !lengths[0].isEmpty, lengths[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                throw Problem.malformed
            }
            guard let length = Int(lengths[0]) else { throw Problem(413) }
            return length == 0 ? .none : .length(length)
        case (0, 1):
            guard version == .http11, codings[0].equalsIgnoringCase("chunked") else { throw Problem.malformed }
            return .chunked
        default: throw Problem.malformed
        }
    }

    private static func expectsContinue(_ headers: HTTPHeaders, _ version: RequestHead.Version) throws -> Bool {
        guard version == .http11, let expectation = headers.list("Expect") else { return false }
        guard expectation.equalsIgnoringCase("100-continue") else { throw Problem(417) }
        return true
    }
}
