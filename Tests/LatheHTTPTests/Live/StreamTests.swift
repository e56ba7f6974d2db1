internal import LatheHTTP
internal import Synchronization
internal import TestServers
internal import Testing

struct StreamTests {
    @Test("Events arrive while the stream goes on")
    func events() async throws {
        let (next, step) = AsyncStream<Void>.makeStream()
        try await withServer(
            routes: { router in
                router.register(.get, "/events") { _ in
                    Response(
                        200,
                        body: .stream { writer in
                            try await writer.write(Array("first".utf8))
                            for await _ in next { break }
                            try await writer.write(Array("second".utf8))
                        })
                }
            }
        ) { server in
            try await onThread {
                let client = try RawClient(port: server.port)
                client.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try client.receive(until: "first").contains("Transfer-Encoding: chunked"))
                step.yield()
                #expect(try client.receive(until: "0\r\n\r\n").contains("second"))
            }
        }
    }

    @Test("A stream that fails is cut off, so that the client sees it")
    func failing() async throws {
        let answer = try await withServer(
            routes: { router in
                router.register(.get, "/fails") { _ in
                    Response(
                        200,
                        body: .stream { writer in
                            try await writer.write(Array("begun".utf8))
                            throw Sample.SecretError()
                        })
                }
            }
        ) { server in
            try await onThread {
                let client = try RawClient(port: server.port)
                client.send("GET /fails HTTP/1.1\r\nHost: a\r\n\r\n")
                return try client.receive()
            }
        }
        #expect(!answer.hasSuffix("0\r\n\r\n"))
    }

    @Test("A stream of a declared length has it, and is cut off if it falls short", arguments: [10, 11])
    func declared(length: Int) async throws {
        let answer = try await withServer(
            routes: { router in
                router.register(.get, "/ten") { _ in
                    Response(200, body: .stream(length: length) { try await $0.write(Array("0123456789".utf8)) })
                }
            }
        ) { server in
            try await onThread {
                let client = try RawClient(port: server.port)
                client.send("GET /ten HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                return try client.receive()
            }
        }
        #expect(answer.contains("Content-Length: \(length)\r\n"))
        #expect(answer.hasSuffix("\r\n\r\n0123456789"))
    }

    @Test("A client that leaves cancels its handler", arguments: ["/waits", "/streams", "/reads"])
    func leaving(path: String) async throws {
        let (begun, begins) = AsyncStream<Void>.makeStream()
        let (ended, ends) = AsyncStream<Void>.makeStream()
        try await withServer(routes: { Self.registerEndless(&$0, begins, ends) }) { server in
            let client = Mutex(try RawClient(port: server.port))
            client.withLock { client in
                let length = path == "/reads" ? "Content-Length: 9\r\n" : ""
                client.send("POST \(path) HTTP/1.1\r\nHost: a\r\n\(length)\r\n")
            }
            for await _ in begun { break }
            try client.withLock { $0 = try RawClient(port: server.port) }
            for await _ in ended {}
        }
    }

    private static func registerEndless(
        _ router: inout Router, _ begins: AsyncStream<Void>.Continuation, _ ends: AsyncStream<Void>.Continuation
    ) {
        router.register(.post, "/waits") { _ in
            defer { ends.finish() }
            begins.yield()
            try await Task.sleep(for: .seconds(3600))
            return .text("")
        }
        router.register(.post, "/streams") { _ in
            Response(
                200,
                body: .stream { writer in
                    defer { ends.finish() }
                    begins.yield()
                    try await Task.sleep(for: .seconds(3600))
                })
        }
        router.register(.post, "/reads") { request in
            defer { ends.finish() }
            begins.yield()
            for try await _ in request.body {}
            return .text("")
        }
    }

    @Test("A client is held up while the handler does not read")
    func backPressure() async throws {
        let (go, goes) = AsyncStream<Void>.makeStream()
        try await withServer(
            routes: { router in
                router.register(.post, "/later", limits: RouteLimits(body: 1 << 30)) { request in
                    for await _ in go { break }
                    var count = 0
                    for try await piece in request.body { count += piece.count }
                    return .text("\(count)")
                }
            }
        ) { server in
            try await onThread {
                let client = try RawClient(port: server.port)
                let content = [UInt8](repeating: 0, count: 40 << 20)
                client.send(
                    "POST /later HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: \(content.count)\r\n\r\n")
                // The system's buffers between take some megabytes.
                let taken = client.sendWhileTaken(content)
                #expect(taken < content.count / 2)
                goes.yield()
                client.send(Array(content[taken...]))
                #expect(try client.receive().hasSuffix("\r\n\r\n\(content.count)"))
            }
        }
    }

    @Test("A writer is held up while the client does not read")
    func writerBackPressure() async throws {
        let written = Mutex(0)
        let size = 40 << 20
        try await withServer(
            routes: { router in
                router.register(.get, "/much") { _ in
                    Response(
                        200,
                        body: .stream { writer in
                            for _ in 0..<size >> 15 {
                                try await writer.write([UInt8](repeating: 120, count: 1 << 15))
                                written.withLock { $0 += 1 << 15 }
                            }
                        })
                }
            }
        ) { server in
            try await onThread {
                let client = try RawClient(port: server.port)
                client.send("GET /much HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                // The stream has stopped when nothing was written for a while.
                var seen = -1
                while seen != written.withLock({ $0 }) {
                    seen = written.withLock { $0 }
                    waitShortly()
                }
                #expect(seen < size / 2)
                #expect(try client.receive().utf8.count { $0 == 120 } == size)
            }
        }
    }
}
