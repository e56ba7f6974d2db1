internal import Foundation
internal import LatheHTTP
internal import Synchronization
internal import TestServers
internal import Testing

struct LimitTests {
    private func ask(_ request: String) async throws -> String {
        try await withServer { server in
            try await onThread {
                let client = try RawClient(port: server.port)
                client.send(request)
                return try client.receive()
            }
        }
    }

    @Test(
        "A head of up to 32 KiB is read, a longer one is refused",
        arguments: [
            (31 << 10, "200"), (33 << 10, "431"), (60 << 10, "431"),
        ])
    func head(example: (size: Int, status: String)) async throws {
        let value = String(repeating: "x", count: example.size)
        let answer = try await ask("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX: \(value)\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 \(example.status) "))
    }

    @Test("A target that is too long is refused", arguments: [9000, 50_000])
    func target(size: Int) async throws {
        let answer = try await ask("GET /\(String(repeating: "x", count: size)) HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 414 "))
    }

    @Test("Too many fields are refused")
    func fields() async throws {
        let fields = (0..<100).map { "X\($0): y\r\n" }.joined()
        #expect(try await ask("GET /hello HTTP/1.1\r\nHost: a\r\n\(fields)\r\n").hasPrefix("HTTP/1.1 431 "))
    }

    @Test("Content that is declared too long is refused before it is sent")
    func declared() async throws {
        let answer = try await ask("POST /limited HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000000\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 413 "))
        #expect(answer.contains("at most 10 bytes"))
    }

    @Test("Content that is declared a little too long is refused, and the connection goes on")
    func slightlyTooLong() async throws {
        let request = "POST /limited HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n0123456789a"
        let answer = try await ask(request + "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 413 "))
        #expect(answer.hasSuffix("\r\n\r\nhello"))
    }

    @Test("Content that grows too long is refused while it is sent")
    func growing() async throws {
        let chunk = "5\r\nhello\r\n"
        let answer = try await ask(
            "POST /limited HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(chunk)\(chunk)\(chunk)0\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 413 "))
    }

    @Test(
        "An answer that needs no content comes although there is some, and the connection goes on",
        arguments: [
            ("POST /nope", "404"), ("PUT /hello", "405"), ("POST /limited", "413"), ("DELETE /tracks/1", "204"),
        ])
    func unwanted(example: (request: String, status: String)) async throws {
        let answers = try await ask(
            "\(example.request) HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n0123456789x"
                + "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        #expect(answers.hasPrefix("HTTP/1.1 \(example.status) "))
        #expect(answers.hasSuffix("\r\n\r\nhello"))
    }

    @Test("Content at the limit is taken")
    func atLimit() async throws {
        let answer = try await ask(
            "POST /limited HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 10\r\n\r\n0123456789")
        #expect(answer.hasSuffix("\r\n\r\n10"))
    }

    @Test(
        "A client that asks before it sends is told to go on, or is refused unsent",
        arguments: [
            ("/echo", "2", "HTTP/1.1 100 "), ("/limited", "11", "HTTP/1.1 413 "), ("/nope", "2", "HTTP/1.1 404 "),
        ])
    func expectation(example: (path: String, length: String, answer: String)) async throws {
        try await withServer { server in
            try await onThread {
                let client = try RawClient(port: server.port)
                client.send(
                    "POST \(example.path) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                        + "Content-Length: \(example.length)\r\nExpect: 100-continue\r\n\r\n")
                let first = try client.receive(until: "\r\n\r\n")
                #expect(first.hasPrefix(example.answer))
                guard first.hasPrefix("HTTP/1.1 100 ") else { return }
                client.send("hi")
                #expect(try client.receive().hasSuffix("\r\n\r\nhi"))
            }
        }
    }

    @Test("An answer without content says nothing of a length, or the length that it stands for (RFC 9110 §8.6)")
    func lengths() async throws {
        let none = try await ask("OPTIONS /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        #expect(none.hasPrefix("HTTP/1.1 204 ") && !none.contains("Content-Length"))
        let path = FileManager.default.temporaryDirectory.path + "/lathe-http-" + UUID().uuidString
        try Data("0123456789".utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let same = try await withServer(
            routes: { router in
                router.register(.get, "/file") { request in
                    guard let file = FileBody(path: path) else { throw Problem(404) }
                    return .file(file, for: request, type: "audio/mp4")
                }
            }
        ) { server in
            try await onThread {
                let client = try RawClient(port: server.port)
                client.send("GET /file HTTP/1.1\r\nHost: a\r\nIf-None-Match: *\r\nConnection: close\r\n\r\n")
                return try client.receive()
            }
        }
        #expect(
            same.hasPrefix("HTTP/1.1 304 ") && same.contains("Content-Length: 10\r\n") && same.hasSuffix("\r\n\r\n"))
    }

    @Test("An expectation that nobody knows is refused")
    func unknownExpectation() async throws {
        let answer = try await ask("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nExpect: tea\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 417 "))
    }

    @Test("A refused client that sends on reads the answer nevertheless")
    func lingering() async throws {
        try await withServer { server in
            try await onThread {
                let client = try RawClient(port: server.port)
                client.send("POST /limited HTTP/1.1\r\nHost: a\r\nContent-Length: 50000000\r\n\r\n")
                // More than all buffers between hold: to close at once would reset the connection.
                for _ in 0..<100 { client.send([UInt8](repeating: 0, count: 100_000)) }
                #expect(try client.receive().hasPrefix("HTTP/1.1 413 "))
            }
        }
    }

    @Test("Connections beyond the limit are turned away, and a place that is freed is taken again")
    func connections() async throws {
        var configuration = ServerConfiguration()
        configuration.connectionLimit = 3
        try await withServer(configuration) { try await Self.fill($0, places: 3) }
    }

    @Test("So are connections beyond the limit of one address")
    func connectionsPerAddress() async throws {
        var configuration = ServerConfiguration()
        configuration.connectionsPerAddress = 2
        try await withServer(configuration) { try await Self.fill($0, places: 2) }
    }

    private static let request = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"

    private static func fill(_ server: HTTPServer, places: Int) async throws {
        try await onThread {
            var clients: [RawClient] = []
            for _ in 0..<places {
                let client = try RawClient(port: server.port)
                client.send(request)
                #expect(try client.receive(until: "hello").hasPrefix("HTTP/1.1 200 "))
                clients.append(client)
            }
            #expect(try RawClient(port: server.port).receive() == "")
            let leaving = clients.removeLast()
            leaving.send("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(leaving.isClosed())
            // The place is free a moment after the client sees the end.
            let isTaken = try comesTrue {
                let next = try RawClient(port: server.port)
                next.send(request)
                return try next.receive(until: "hello").hasPrefix("HTTP/1.1 200 ")
            }
            #expect(isTaken)
        }
    }
}
