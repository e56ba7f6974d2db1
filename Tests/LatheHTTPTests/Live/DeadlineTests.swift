internal import LatheHTTP
internal import TestServers
internal import Testing

/// Slow clients, with deadlines that are short enough to wait for.
struct DeadlineTests {
    /// - Parameter patience: with clients, whatever they are to do.
    private static func configuration(patience: Duration = .milliseconds(400)) -> ServerConfiguration {
        var configuration = ServerConfiguration()
        configuration.deadlines.header = patience
        configuration.deadlines.keepAlive = patience
        configuration.deadlines.grace = patience
        configuration.deadlines.minimumRate = 10_000_000
        return configuration
    }

    /// Sends the beginning, then one byte after the other as long as the server takes them.
    private func dribble(_ beginning: String, _ byte: String, first answer: String? = nil) async throws -> Duration {
        try await withServer(Self.configuration()) { server in
            try await onThread {
                let start = ContinuousClock.now
                let client = try RawClient(port: server.port)
                client.send(beginning)
                if let answer { _ = try client.receive(until: answer) }
                while client.send(byte), ContinuousClock.now - start < .seconds(20) { waitShortly() }
                return ContinuousClock.now - start
            }
        }
    }

    @Test(
        "A slow client is cut off, whatever it is slow with",
        arguments: [
            ("request's line", "GE", "T", nil), ("header", "GET /hello HTTP/1.1\r\nHost: a\r\nX: ", "x", nil),
            ("content", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n", "x", nil),
            (
                "chunked content", "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n",
                nil
            ),
            ("second request", "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n", "G", "hello"),
        ] as [(String, String, String, String?)])
    func slow(example: (name: String, beginning: String, byte: String, answer: String?)) async throws {
        let time = try await dribble(example.beginning, example.byte, first: example.answer)
        #expect(time < .seconds(15))
        #expect(time > .milliseconds(200))
    }

    @Test("A silent client is cut off", arguments: ["", "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"])
    func silent(request: String) async throws {
        try await withServer(Self.configuration()) { server in
            try await onThread {
                let client = try RawClient(port: server.port)
                client.send(request)
                #expect(client.isClosed())
            }
        }
    }

    @Test("A client that does not read its answer is cut off")
    func unread() async throws {
        let (gone, goes) = AsyncStream<Void>.makeStream()
        try await withServer(
            Self.configuration(),
            routes: { router in
                router.register(.get, "/endless") { _ in
                    Response(
                        200,
                        body: .stream { writer in
                            defer { goes.finish() }
                            while true { try await writer.write([UInt8](repeating: 0, count: 32 << 10)) }
                        })
                }
            }
        ) { server in
            let client = try await onThread {
                let client = try RawClient(port: server.port, receiveBuffer: 4096)
                client.send("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n")
                return Held(client)
            }
            for await _ in gone {}
            withExtendedLifetime(client) {}
        }
    }

    @Test("A handler may think longer than any client may wait")
    func thinking() async throws {
        let answer = try await withServer(
            Self.configuration(patience: .seconds(5)),
            routes: { router in
                router.register(.get, "/think") { _ in
                    try await Task.sleep(for: .seconds(6))
                    return .text("thought")
                }
            }
        ) { server in
            try await onThread {
                let client = try RawClient(port: server.port)
                client.send("GET /think HTTP/1.1\r\nHost: a\r\n\r\n")
                return try client.receive(until: "thought")
            }
        }
        #expect(answer.hasPrefix("HTTP/1.1 200 "))
    }

    @Test("A handler that reads slowly does not make its client slow")
    func slowHandler() async throws {
        let answer = try await withServer(
            Self.configuration(patience: .seconds(5)),
            routes: { router in
                router.register(.post, "/slow", limits: RouteLimits(body: 1 << 20)) { request in
                    var count = 0
                    for try await piece in request.body {
                        if count == 0 { try await Task.sleep(for: .seconds(6)) }
                        count += piece.count
                    }
                    return .text("\(count)")
                }
            }
        ) { server in
            try await onThread {
                let client = try RawClient(port: server.port)
                client.send("POST /slow HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 500000\r\n\r\n")
                client.send([UInt8](repeating: 0, count: 500_000))
                return try client.receive()
            }
        }
        #expect(answer.hasSuffix("\r\n\r\n500000"))
    }
}

/// Keeps a client that another thread made.
// @unchecked: nobody uses the client meanwhile.
private final class Held: @unchecked Sendable {
    let client: RawClient

    init(_ client: RawClient) { self.client = client }
}
