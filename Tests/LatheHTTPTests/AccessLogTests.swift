internal import LatheHTTP
internal import LatheTelemetry
internal import Synchronization
internal import TestServers
internal import Testing

struct AccessLogTests {
    @Test(
        "Credentials in targets are hidden",
        arguments: [
            ("/hello", "/hello"), ("/s/1.k.99.x/track/master.m3u8", "/s/***/track/master.m3u8"), ("/s/abc", "/s/***"),
            ("/a?token=abc&b=c", "/a?token=***&b=c"), ("/a?b=c&X-Amz-Signature=1", "/a?b=c&X-Amz-Signature=***"),
            ("/a?%74oken=abc", "/a?%74oken=***"), ("/a?Token=abc&token", "/a?Token=***&token"),
            ("/a?%zz=1", "/a?%zz=***"),
            ("/s/", "/s/***"), ("/sound?x", "/sound?x"), ("/uploads/7/k.mac", "/uploads/7/***"),
            ("/uploads/7/k.mac/x?y", "/uploads/7/***/x?y"), ("/uploads/7", "/uploads/7"),
        ])
    func redaction(example: (target: String, redacted: String)) {
        #expect(Redaction.standard(example.target) == example.redacted)
    }

    @Test("Every request is logged once, by the id that the client got, without its credentials")
    func record() async throws {
        let (records, sink) = AsyncStream<LogRecord>.makeStream()
        var configuration = ServerConfiguration()
        configuration.accessLog = Log { sink.yield($0) }
        try await withServer(configuration) { server in
            let answer = try await onThread {
                let client = try RawClient(port: server.port)
                client.send("GET /hello?token=hunter2 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer hunter2\r\n\r\n")
                return try client.receive(until: "\r\n\r\nhello")
            }
            var iterator = records.makeAsyncIterator()
            let record = try #require(await iterator.next())
            let line = String(decoding: LogFormat.json.render(record), as: UTF8.self)
            #expect(!line.contains("hunter2"))
            let fields = Dictionary(uniqueKeysWithValues: record.fields.map { ($0.name, $0.value) })
            #expect(fields["method"] == "GET")
            #expect(fields["path"] == "/hello?token=***")
            #expect(fields["status"] == 200)
            #expect(fields["bytes"] == 5)
            #expect(fields["remote"] == "127.0.0.1")
            #expect(fields["complete"] == true)
            let id: LogValue? = answer.firstMatch(of: /X-Request-Id: ([0-9a-f]{16})\r\n/).map { .string(String($0.1)) }
            #expect(id != nil && fields["request"] == id)
        }
    }

    @Test("Whom a request is from is told of its connection and its fields, to handlers and to the log")
    func client() async throws {
        let (records, sink) = AsyncStream<AccessRecord>.makeStream()
        var configuration = ServerConfiguration()
        configuration.completed = { sink.yield($0) }
        configuration.client = { "\($1["X-Real-IP"] ?? "nobody") behind \($0)" }
        let routes = { (router: inout Router) in
            router.register(.get, "/me") { .text("You are \($0.remoteAddress).") }
        }
        try await withServer(configuration, routes: routes) { server in
            let answer = try await onThread {
                let client = try RawClient(port: server.port)
                client.send("GET /me HTTP/1.1\r\nHost: a\r\nX-Real-IP: eve\r\nConnection: close\r\n\r\n")
                return try client.receive()
            }
            #expect(answer.hasSuffix("You are eve behind 127.0.0.1."))
            var iterator = records.makeAsyncIterator()
            #expect(await iterator.next()?.remoteAddress == "eve behind 127.0.0.1")
        }
    }

    @Test(
        "What came of a request is told by its route",
        arguments: [
            ("GET /tracks/7/stream", "/tracks/:id/stream", 200), ("GET /nope", nil, 404),
        ] as [(String, String?, Int)])
    func completed(example: (request: String, route: String?, status: Int)) async throws {
        let (records, sink) = AsyncStream<AccessRecord>.makeStream()
        var configuration = ServerConfiguration()
        configuration.completed = { sink.yield($0) }
        try await withServer(configuration) { server in
            _ = try await onThread {
                let client = try RawClient(port: server.port)
                client.send("\(example.request) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                return try client.receive()
            }
            var iterator = records.makeAsyncIterator()
            let record = try #require(await iterator.next())
            #expect(record.route == example.route)
            #expect(record.status == example.status)
        }
    }

    @Test("Refused requests are logged, too")
    func refused() async throws {
        let (records, sink) = AsyncStream<LogRecord>.makeStream()
        var configuration = ServerConfiguration()
        configuration.accessLog = Log { sink.yield($0) }
        try await withServer(configuration) { server in
            _ = try await onThread {
                let client = try RawClient(port: server.port)
                client.send("GET /hello HTTP/1.1\r\n\r\n")
                return try client.receive()
            }
            var iterator = records.makeAsyncIterator()
            let record = try #require(await iterator.next())
            #expect(record.fields.contains { $0.name == "status" && $0.value == 400 })
        }
    }

    @Test("An answer with a field that would end its line is never sent")
    func splitting() async throws {
        let answer = try await withServer { server in
            try await onThread {
                let client = try RawClient(port: server.port)
                client.send("GET /bad-header HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                return try client.receive()
            }
        }
        #expect(answer.hasPrefix("HTTP/1.1 500 "))
        #expect(!answer.contains("Set-Cookie"))
    }
}
