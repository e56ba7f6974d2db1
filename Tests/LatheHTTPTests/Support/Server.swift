internal import LatheHTTP

/// Runs a server for as long as the body runs.
@discardableResult
func withServer<Value: Sendable>(
    _ configuration: ServerConfiguration = ServerConfiguration(), routes: (inout Router) -> Void = Sample.register,
    body: (HTTPServer) async throws -> Value
) async throws -> Value {
    var router = Router()
    routes(&router)
    let server = try HTTPServer(router: router, configuration: configuration)
    defer { server.stop() }
    return try await body(server)
}

/// Handlers that the tests share, for a server and for a router alone.
enum Sample {
    static func register(_ router: inout Router) {
        router.register(.get, "/hello") { _ in .text("hello") }
        router.register(.get, "/tracks/:id/stream") { .text("track \($0.parameters["id"] ?? "")") }
        router.register(.get, "/tracks/new") { _ in .text("new") }
        router.register(.delete, "/tracks/:id") { _ in Response(204) }
        router.register(.get, "/files/*path") { .text($0.parameters["path"] ?? "") }
        router.register(.get, "/query") { .text($0.query["q"] ?? "none") }
        router.register(.post, "/echo", limits: RouteLimits(body: 1 << 20)) { request in
            Response(200, body: .bytes(try await request.body.collect(upTo: 1 << 20)))
        }
        router.register(.post, "/limited", limits: RouteLimits(body: 10)) { request in
            .text("\(try await request.body.collect(upTo: 100).count)")
        }
        router.register(.get, "/later") { _ in
            await Task.yield()
            return .text("later")
        }
        router.register(.get, "/problem") { _ in
            throw Problem(
                409, type: "https://lathe.example/not-ready", title: "Not ready", detail: "Try \"again\".",
                pointer: "/a~1b", headers: ["Retry-After": "3"])
        }
        router.register(.get, "/secret-error") { _ in throw SecretError() }
        router.register(.get, "/stream") { _ in
            Response(
                200, headers: ["Content-Type": "text/event-stream"],
                body: .stream { writer in
                    for number in 0..<3 {
                        try await writer.write(Array("data: \(number)\n\n".utf8))
                        await Task.yield()
                    }
                })
        }
        router.register(.get, "/bad-header") { _ in Response(200, headers: ["X": "a\r\nSet-Cookie: b"]) }
    }

    struct SecretError: Error, CustomStringConvertible { let description = "the password is hunter2" }
}
