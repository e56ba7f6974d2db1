internal import Testing

/// The same requests with the same answers, without a server and over a socket.
struct RouterTests {
    @Test("A request finds its handler", arguments: Client.allCases)
    func routes(client: Client) async throws {
        for (method, target, status, content) in [
            ("GET", "/hello", 200, "hello"), ("GET", "/later", 200, "later"),
            ("GET", "/tracks/a%20b/stream", 200, "track a b"), ("GET", "/tracks/new", 200, "new"),
            ("GET", "/files/a/b%3Fc/d", 200, "a/b?c/d"), ("DELETE", "/tracks/7", 204, ""),
            ("GET", "/query?x=1&q=a+b%26c&q=d", 200, "a b&c"), ("GET", "/query?q", 200, ""),
            ("HEAD", "/hello", 200, ""), ("GET", "/stream", 200, "data: 0\n\ndata: 1\n\ndata: 2\n\n"),
            ("HEAD", "/stream", 200, ""),
        ] {
            let answer = try await client.send(method, target)
            #expect(answer.status == status, "\(method) \(target)")
            #expect(answer.content == content, "\(method) \(target)")
        }
    }

    @Test("Content comes back as it went", arguments: Client.allCases)
    func echo(client: Client) async throws {
        let content = String(repeating: "0123456789", count: 50_000)
        let answer = try await client.send("POST", "/echo", content: content)
        #expect(answer.status == 200)
        #expect((answer.content == content) == true)
    }

    @Test(
        "What is not there is 404", arguments: Client.allCases, ["/", "/nope", "/hello/", "/tracks//stream", "/files"])
    func notFound(client: Client, target: String) async throws {
        let answer = try await client.send("GET", target)
        #expect(answer.status == 404)
        #expect(answer.content == #"{"status":404,"title":"Not Found","type":"about:blank"}"#)
        #expect(answer.headers["content-type"] == "application/problem+json")
    }

    @Test("A path tells which methods it has", arguments: Client.allCases)
    func methods(client: Client) async throws {
        let refused = try await client.send("PUT", "/hello")
        #expect(refused.status == 405)
        #expect(refused.headers["allow"] == "GET, HEAD, OPTIONS")
        let options = try await client.send("OPTIONS", "/tracks/7")
        #expect(options.status == 204)
        #expect(options.headers["allow"] == "DELETE, OPTIONS")
    }

    @Test("A path has the methods of its own pattern, and not those of a wider one", arguments: Client.allCases)
    func ownMethods(client: Client) async throws {
        let refused = try await client.send("DELETE", "/tracks/new")
        #expect(refused.status == 405)
        #expect(refused.headers["allow"] == "GET, HEAD, OPTIONS")
    }

    @Test(
        "What no route takes is refused, also where content comes with it", arguments: Client.allCases,
        [("TRACE", "/hello", 405), ("POST", "/hello", 405), ("FOO", "/tracks/new", 405), ("POST", "/nope", 404)])
    func refusedContent(client: Client, example: (method: String, target: String, status: Int)) async throws {
        let answer = try await client.send(example.method, example.target, content: "some content")
        #expect(answer.status == example.status)
    }

    @Test("A problem is told in full", arguments: Client.allCases)
    func problem(client: Client) async throws {
        let answer = try await client.send("GET", "/problem")
        #expect(
            answer
                == Exchanged(
                    status: 409,
                    headers: [
                        "content-type": "application/problem+json", "cache-control": "no-store", "retry-after": "3",
                    ],
                    content: """
                        {"detail":"Try \\"again\\".","pointer":"/a~1b","status":409,"title":"Not ready",\
                        "type":"https://lathe.example/not-ready"}
                        """))
    }

    @Test("An unexpected error tells nothing of itself", arguments: Client.allCases)
    func unexpected(client: Client) async throws {
        let answer = try await client.send("GET", "/secret-error")
        #expect(answer.status == 500)
        #expect(!answer.content.contains("hunter2"))
        #expect(answer.content.contains("in the server's log"))
    }

    @Test(
        "A path that could mean two things is refused", arguments: Client.allCases,
        [
            "/files/a%2fb", "/files/a%5Cb", "/files/%00", "/files/a%0a", "/files/../hello", "/files/%2e%2E/hello",
            "/files/./a", "/files/%", "/files/%2", "/files/%zz", "/files/%ff", "/query?q=%f", "/files/a\\b",
        ])
    func ambiguous(client: Client, target: String) async throws {
        #expect(try await client.send("GET", target).status == 400)
    }

    @Test("Percent-decoding happens once", arguments: Client.allCases)
    func once(client: Client) async throws {
        #expect(try await client.send("GET", "/files/%252e%252e%252f").content == "%2e%2e%2f")
    }
}
