internal import LatheHTTP
internal import TestServers
internal import Testing

/// Requests that two readers could take for different ones (RFC 9112 §11.2), as raw bytes.
struct SmugglingTests {
    /// What each line stands for, and what is sent; `%` is the line's end and `^` a NUL.
    static let refused: [(name: String, bytes: String)] = [
        ("length and coding", "POST /echo HTTP/1.1%Host: a%Content-Length: 5%Transfer-Encoding: chunked%%0%%"),
        ("coding and length", "POST /echo HTTP/1.1%Host: a%Transfer-Encoding: chunked%Content-Length: 5%%0%%"),
        ("two equal lengths", "POST /echo HTTP/1.1%Host: a%Content-Length: 2%Content-Length: 2%%hi"),
        ("two different lengths", "POST /echo HTTP/1.1%Host: a%Content-Length: 2%Content-Length: 0%%hi"),
        ("list of lengths", "POST /echo HTTP/1.1%Host: a%Content-Length: 2, 2%%hi"),
        ("length with a sign", "POST /echo HTTP/1.1%Host: a%Content-Length: +2%%hi"),
        ("hexadecimal length", "POST /echo HTTP/1.1%Host: a%Content-Length: 0x2%%hi"),
        ("empty length", "POST /echo HTTP/1.1%Host: a%Content-Length:%%hi"),
        ("space before a length's colon", "POST /echo HTTP/1.1%Host: a%Content-Length : 2%%hi"),
        ("space before a coding's colon", "POST /echo HTTP/1.1%Host: a%Transfer-Encoding : chunked%%0%%"),
        ("tab before a coding's colon", "POST /echo HTTP/1.1%Host: a%Transfer-Encoding\t: chunked%%0%%"),
        ("unknown coding", "POST /echo HTTP/1.1%Host: a%Transfer-Encoding: xchunked%%0%%"),
        ("chunked is not last", "POST /echo HTTP/1.1%Host: a%Transfer-Encoding: chunked, identity%%0%%"),
        ("two codings", "POST /echo HTTP/1.1%Host: a%Transfer-Encoding: chunked%Transfer-Encoding: identity%%0%%"),
        ("vertical tab in a coding", "POST /echo HTTP/1.1%Host: a%Transfer-Encoding: \u{0B}chunked%%0%%"),
        ("coding in HTTP/1.0", "POST /echo HTTP/1.0%Host: a%Transfer-Encoding: chunked%%0%%"),
        ("no host", "GET /hello HTTP/1.1%Accept: a%%"),
        ("two hosts", "GET /hello HTTP/1.1%Host: a%Host: b%%"),
        ("host with a user", "GET /hello HTTP/1.1%Host: a@b%%"),
        ("list of hosts", "GET /hello HTTP/1.1%Host: a, b%%"),
        ("folded field", "GET /hello HTTP/1.1%Host: a%X: a% b%%"),
        ("folded coding", "POST /echo HTTP/1.1%Host: a%Transfer-Encoding:% chunked%%0%%"),
        ("folded into a length", "POST /echo HTTP/1.1%Host: a%Content:                    2% -Length%%hi"),
        ("first field begins with a space", "GET /hello HTTP/1.1% Host: a%%"),
        ("bare LF after a field", "GET /hello HTTP/1.1%Host: a%X: a\nY: b%%"),
        ("bare LF after the request's line", "GET /hello HTTP/1.1\nHost: a%%"),
        ("bare LF as the empty line", "GET /hello HTTP/1.1%Host: a%\n"),
        ("nothing but bare LF", "GET /hello HTTP/1.1\nHost: a\n\n"),
        ("bare CR in a value", "GET /hello HTTP/1.1%Host: a%X: a\rY: b%%"),
        ("NUL in a value", "GET /hello HTTP/1.1%Host: a%X: a^b%%"),
        ("NULs for a line's end", "GET /hello HTTP/1.1%Host: a%X: a^^Y: b%%"),
        ("NULs for a line's end and a colon", "GET /hello HTTP/1.1%Host: a%X: a^^Y^b%%"),
        ("NULs for the empty line", "GET /hello HTTP/1.1%Host: a^^^^POST /echo HTTP/1.1%Host: a%%"),
        ("NUL in a name", "GET /hello HTTP/1.1%Host: a%X^: a%%"),
        ("NUL in the target", "GET /hello^x HTTP/1.1%Host: a%%"),
        ("space in a name", "GET /hello HTTP/1.1%Host: a%X Y: a%%"),
        ("no colon", "GET /hello HTTP/1.1%Host: a%X%%"),
        ("empty name", "GET /hello HTTP/1.1%Host: a%: a%%"),
        ("two spaces before the target", "GET  /hello HTTP/1.1%Host: a%%"),
        ("two spaces before the version", "GET /hello  HTTP/1.1%Host: a%%"),
        ("tab for a space", "GET\t/hello HTTP/1.1%Host: a%%"),
        ("space after the version", "GET /hello HTTP/1.1 %Host: a%%"),
        ("space in the target", "GET /hello x HTTP/1.1%Host: a%%"),
        ("method that is no token", "G(T /hello HTTP/1.1%Host: a%%"),
        ("fragment in the target", "GET /hello#x HTTP/1.1%Host: a%%"),
        ("bytes beyond ASCII in the target", "GET /hell\u{F6} HTTP/1.1%Host: a%%"),
        ("asterisk for a path", "GET * HTTP/1.1%Host: a%%"),
        ("chunk's data without an end", "POST /echo HTTP/1.1%Host: a%Transfer-Encoding: chunked%%2%hix0%%"),
        ("chunk's size in C's notation", "POST /echo HTTP/1.1%Host: a%Transfer-Encoding: chunked%%0x2%hi%0%%"),
        ("chunk's size with a space", "POST /echo HTTP/1.1%Host: a%Transfer-Encoding: chunked%%2 %hi%0%%"),
    ]

    private static func bytes(_ text: String) -> String {
        text.replacing("%", with: "\r\n").replacing("^", with: "\0")
    }

    @Test(
        "An ambiguous request is refused with 400, and its connection ends before anything else is answered",
        arguments: refused)
    func refusal(example: (name: String, bytes: String)) async throws {
        let answer = try await withServer { server in
            try await onThread {
                let client = try RawClient(port: server.port)
                client.send(Self.bytes(example.bytes + "GET /hello HTTP/1.1%Host: a%%"))
                return try client.receive()
            }
        }
        #expect(answer.hasPrefix("HTTP/1.1 400 "))
        #expect(!answer.contains("200 OK") && !answer.contains("\r\n\r\nhello"))
    }

    @Test(
        "What the library's decoder takes for chunks although it is none never begins a second request",
        arguments: [
            "2\nhi%0%%", "2%hi\n0%%", "2;a\rb%hi%0%%", "2;a\nhi%0%%", "2%hi%0\n\n", "2%hi%0%Content-Length: 5%%",
        ])
    func chunks(content: String) async throws {
        let head = "POST /echo HTTP/1.1%Host: a%Transfer-Encoding: chunked%%"
        let answer = try await withServer { server in
            try await onThread {
                let client = try RawClient(port: server.port)
                client.send(Self.bytes(head + content + "GET /hello HTTP/1.1%Host: a%%"))
                return try client.receive()
            }
        }
        #expect(answer.contains("Connection: close"))
        #expect(answer.split(separator: "HTTP/1.1 ", omittingEmptySubsequences: true).count == 1)
    }

    @Test(
        "What is unusual but clear is answered",
        arguments: [
            "GET /hello HTTP/1.1%Host:a%X:%Y:\t b \t%Cookie: a=b; c=\"d\"%%", "%GET /hello HTTP/1.1%Host: [::1]:80%%",
            "GET /hello?a=b&c=%25+? HTTP/1.1%Host: a%%", "GET http://a/hello HTTP/1.1%Host: a%%",
            "GET /hello HTTP/1.0%%", "POST /echo HTTP/1.1%Host: a%Content-Length: 0%%",
            "POST /echo HTTP/1.1%Host: a%tRANSFER-eNCODING: Chunked%%5;a=b%hello%0%%",
            "GET /hello HTTP/1.1%Host: a%X: \u{E9}\u{FF}%%",
        ])
    func clear(request: String) async throws {
        let text = request.replacing("%25", with: "\u{1}")
        let answer = try await withServer { server in
            try await onThread {
                let client = try RawClient(port: server.port)
                client.send(Self.bytes(text).replacing("\u{1}", with: "%25"))
                return try client.receive(until: "\r\n\r\n")
            }
        }
        #expect(answer.hasPrefix("HTTP/1.1 200 "))
    }

    @Test("Requests that come together are answered one after the other")
    func pipelining() async throws {
        let answer = try await withServer { server in
            try await onThread {
                let client = try RawClient(port: server.port)
                client.send(
                    Self.bytes(
                        "GET /later HTTP/1.1%Host: a%%POST /echo HTTP/1.1%Host: a%Content-Length: 3%%abc"
                            + "GET /hello HTTP/1.1%Host: a%Connection: close%%"))
                return try client.receive()
            }
        }
        let contents = answer.split(separator: "HTTP/1.1 200 OK").compactMap { $0.split(separator: "\r\n").last }
        #expect(contents == ["later", "abc", "hello"])
    }
}
