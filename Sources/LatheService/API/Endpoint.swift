internal import LatheAccess
internal import LatheHTTP

/// One operation of the API: what it is called by, what it counts against, and what it does.
struct Endpoint: Sendable {
    let method: HTTPMethod
    /// Below the API's prefix: `/tracks/:id`.
    let path: String
    let rateClass: RateClass
    let limits: RouteLimits
    let handler: @Sendable (Call) async throws -> Response

    init(
        _ method: HTTPMethod, _ path: String, _ rateClass: RateClass, limits: RouteLimits = RouteLimits(),
        _ handler: @escaping @Sendable (Call) async throws -> Response
    ) {
        self.method = method
        self.path = path
        self.rateClass = rateClass
        self.limits = limits
        self.handler = handler
    }

    /// What is only looked at.
    static func get(_ path: String, _ handler: @escaping @Sendable (Call) async throws -> Response) -> Endpoint {
        Endpoint(.get, path, .read, handler)
    }

    /// What changes something.
    static func change(
        _ method: HTTPMethod, _ path: String, limits: RouteLimits = RouteLimits(),
        _ handler: @escaping @Sendable (Call) async throws -> Response
    ) -> Endpoint {
        Endpoint(method, path, .write, limits: limits, handler)
    }
}
