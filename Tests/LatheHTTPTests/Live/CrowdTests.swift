internal import LatheHTTP
internal import TestServers
internal import Testing

/// More connections than any handler sees at a time.
@Suite(.serialized)
struct CrowdTests {
    private static let request = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"

    /// With clients that say nothing while others connect.
    private static var patient: ServerConfiguration {
        var configuration = ServerConfiguration()
        configuration.deadlines.header = .seconds(600)
        return configuration
    }

    @Test("A thousand idle connections disturb nobody")
    func idle() async throws {
        try await withServer(Self.patient) { server in
            try await onThread {
                let clients = try (0..<1000).map { _ in try RawClient(port: server.port) }
                let last = try RawClient(port: server.port)
                last.send(Self.request)
                #expect(try last.receive(until: "hello").hasPrefix("HTTP/1.1 200 "))
                #expect(comesTrue { server.connectionCount == clients.count + 1 })
            }
        }
    }

    @Test("Connections between two requests are closed when all of them need too much memory")
    func budget() async throws {
        var configuration = Self.patient
        configuration.idleMemory = 3 * 45_056
        try await withServer(configuration) { server in
            try await onThread {
                let fresh = try RawClient(port: server.port)
                let clients = try (0..<30).map { _ in
                    let client = try RawClient(port: server.port)
                    client.send(Self.request)
                    _ = try client.receive(until: "hello")
                    return client
                }
                #expect(comesTrue { server.connectionCount == 4 })
                fresh.send(Self.request)
                #expect(try fresh.receive(until: "hello").hasPrefix("HTTP/1.1 200 "))
                #expect(clients.count { $0.isClosed(patience: 1) } >= 27)
            }
        }
    }

    @Test("A server that is stopped in the midst of many requests ends them all")
    func stopUnderLoad() async throws {
        for _ in 0..<5 {
            try await withServer { server in
                async let ended = onThread {
                    let clients = try (0..<50).map { _ in try RawClient(port: server.port) }
                    for (index, client) in clients.enumerated() {
                        client.send(index % 2 == 0 ? "GET /later HTTP/1.1\r\nHost: a\r\n\r\n" : Self.request)
                        client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n01234")
                    }
                    server.stop()
                    return clients.allSatisfy { $0.isClosed() }
                }
                let haveEnded = try await ended
                #expect(haveEnded)
            }
        }
    }
}
