public import LatheTelemetry

/// Finds the handler for a request and turns its errors into answers.
public struct Router: Sendable {
    /// Answers a request. It runs on the server's own thread until it first waits, so that what lies in memory is
    /// answered at once: it must not block, neither there nor elsewhere.
    public typealias Handler = @Sendable (Request) async throws -> Response

    struct Route: Sendable {
        let pattern: RoutePattern
        let limits: RouteLimits
        let handler: Handler
    }

    /// Routes of one pattern, by method.
    private struct Entry: Sendable {
        let pattern: RoutePattern
        var routes: [HTTPMethod: Route]
    }

    /// In the order in which they are tried.
    private var entries: [Entry] = []
    private let log: Log

    /// - Parameter log: hears of errors that clients are not told of.
    public init(log: Log = .silent) { self.log = log }

    /// Adds a route. A path has the methods of the first pattern that it is of. `:name` takes one segment, `*name` at the end takes all that are left. A GET route answers HEAD,
    /// too. Adding a route twice is a mistake of the program and traps.
    public mutating func register(
        _ method: HTTPMethod, _ pattern: String, limits: RouteLimits = RouteLimits(), handler: @escaping Handler
    ) {
        let route = Route(pattern: RoutePattern(pattern), limits: limits, handler: handler)
        guard let index = entries.firstIndex(where: { $0.pattern == route.pattern }) else {
            let place = entries.firstIndex { route.pattern.precedes($0.pattern) } ?? entries.endIndex
            return entries.insert(Entry(pattern: route.pattern, routes: [method: route]), at: place)
        }
        precondition(entries[index].routes[method] == nil, "\(method) \(pattern) is there already")
        entries[index].routes[method] = route
    }

    /// What is registered: the methods and patterns, as they were given, in the order in which they are tried.
    public var routes: [(method: HTTPMethod, pattern: String)] {
        entries.flatMap { entry in
            entry.routes.keys.sorted { $0.rawValue < $1.rawValue }.map { ($0, entry.pattern.description) }
        }
    }

    /// Answers a request without a server; it never fails.
    public func respond(to request: Request) async -> Response {
        switch route(request) {
        case .answer(let response): response
        case .route(let route, let parameters): await respond(to: request, with: route, parameters)
        }
    }

    enum Decision {
        /// No handler is asked.
        case answer(Response)
        case route(Route, parameters: [String: String])
    }

    func route(_ request: Request) -> Decision {
        for entry in entries {
            guard let parameters = entry.pattern.match(request.segments) else { continue }
            // The first pattern is the path's own, whatever a wider one could do: `/users/me` is no user's id.
            guard let route = entry.routes[request.method] ?? (request.method == .head ? entry.routes[.get] : nil)
            else {
                return .answer(Self.refusal(of: request.method, Set(entry.routes.keys)))
            }
            return .route(route, parameters: parameters)
        }
        if request.target.raw == "*", request.method == .options { return .answer(Response(204)) }
        return .answer(Problem(404).response)
    }

    func respond(to request: Request, with route: Route, _ parameters: [String: String]) async -> Response {
        var request = request
        request.parameters = parameters
        do {
            return try await route.handler(request)
        } catch let problem as Problem {
            return problem.response
        } catch is ClientGone {
            return Problem(400, detail: "The content ended too early.").response
        } catch is CancellationError {
            return Problem(503, detail: "The server gave the request up.").response
        } catch {
            log.error("a handler failed", ["request": .string(request.id), "error": LogValue(error)])
            return Problem(500, detail: "The request is \(request.id) in the server's log.").response
        }
    }

    /// The answer to OPTIONS, and to a method that the path does not know (RFC 9110 §9.3.7, §15.5.6).
    private static func refusal(of method: HTTPMethod, _ routes: Set<HTTPMethod>) -> Response {
        var allowed = routes.union([.options])
        if allowed.contains(.get) { allowed.insert(.head) }
        let list = allowed.map(\.rawValue).sorted().joined(separator: ", ")
        guard method == .options else { return Problem(405, headers: ["Allow": list]).response }
        return Response(204, headers: ["Allow": list])
    }
}
