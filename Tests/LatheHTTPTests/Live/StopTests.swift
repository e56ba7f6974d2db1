internal import LatheHTTP
internal import TestServers
internal import Testing

struct StopTests {
    private static func registerGated(
        _ router: inout Router, _ begins: AsyncStream<Void>.Continuation, _ gate: AsyncStream<Void>
    ) {
        Sample.register(&router)
        router.register(.get, "/gated") { _ in
            begins.yield()
            for await _ in gate { break }
            return .text("finished")
        }
    }

    @Test("A drained server finishes what runs, closes what is idle and takes nothing new")
    func drain() async throws {
        let (begun, begins) = AsyncStream<Void>.makeStream()
        let (answered, answers) = AsyncStream<Void>.makeStream()
        let (gate, opens) = AsyncStream<Void>.makeStream()
        try await withServer(routes: { Self.registerGated(&$0, begins, gate) }) { server in
            async let idle = onThread {
                let client = try RawClient(port: server.port)
                client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try client.receive(until: "hello")
                answers.yield()
                return client.isClosed()
            }
            async let running = onThread {
                let client = try RawClient(port: server.port)
                client.send("GET /gated HTTP/1.1\r\nHost: a\r\n\r\n")
                return try client.receive()
            }
            for await _ in begun { break }
            for await _ in answered { break }
            async let drained = server.drain(timeout: .seconds(30))
            let isClosed = try await idle
            #expect(isClosed)
            let late = try await onThread { (try? RawClient(port: server.port).receive()) ?? "" }
            #expect(late == "")
            opens.yield()
            #expect(await drained)
            let answer = try await running
            #expect(answer.contains("Connection: close") && answer.hasSuffix("finished"))
        }
    }

    @Test("Draining ends in time although a request does not")
    func drainTimeout() async throws {
        let (begun, begins) = AsyncStream<Void>.makeStream()
        let (gate, _) = AsyncStream<Void>.makeStream()
        try await withServer(routes: { Self.registerGated(&$0, begins, gate) }) { server in
            async let answer = onThread {
                let client = try RawClient(port: server.port)
                client.send("GET /gated HTTP/1.1\r\nHost: a\r\n\r\n")
                return try client.receive()
            }
            for await _ in begun { break }
            #expect(await server.drain(timeout: .milliseconds(100)) == false)
            server.stop()
            let text = try await answer
            #expect(text == "")
        }
    }

    @Test("A server stops at once, whatever its connections wait for")
    func stop() async throws {
        let (begun, begins) = AsyncStream<Void>.makeStream()
        let (gate, _) = AsyncStream<Void>.makeStream()
        try await withServer(routes: { Self.registerGated(&$0, begins, gate) }) { server in
            async let answers = onThread {
                let requests = [
                    "", "GET /hel", "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n",
                    "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n", "GET / HTTP/1.1\r\nbad\r\n\r\n",
                    // The last, for it tells that all have come.
                    "GET /gated HTTP/1.1\r\nHost: a\r\n\r\n",
                ]
                let clients = try requests.map { request in
                    let client = try RawClient(port: server.port)
                    client.send(request)
                    return client
                }
                return clients.allSatisfy { $0.isClosed() }
            }
            for await _ in begun { break }
            server.stop()
            server.stop()
            let areClosed = try await answers
            #expect(areClosed)
        }
    }

    @Test("An address that is taken is refused with a reason")
    func taken() async throws {
        try await withServer { server in
            var configuration = ServerConfiguration()
            configuration.port = server.port
            let error = #expect(throws: HTTPError.self) {
                try HTTPServer(router: Router(), configuration: configuration)
            }
            #expect(error?.code == .addressUnusable)
            #expect(error?.cause == "Address already in use")
        }
    }

    @Test("What is no address is refused", arguments: ["localhost", "300.0.0.1", ""])
    func noAddress(host: String) {
        var configuration = ServerConfiguration()
        configuration.host = host
        #expect(throws: HTTPError.self) { try HTTPServer(router: Router(), configuration: configuration) }
    }

    @Test("It listens on IPv6, too")
    func version6() async throws {
        var configuration = ServerConfiguration()
        configuration.host = "::1"
        try await withServer(configuration) { server in #expect(server.port != 0) }
    }
}
