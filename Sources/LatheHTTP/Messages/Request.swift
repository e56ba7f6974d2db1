/// A request, as a handler sees it.
public struct Request: Sendable {
    public let method: HTTPMethod
    public let target: RequestTarget
    public let headers: HTTPHeaders
    /// Who sent it: a numeric address without the port, as `ServerConfiguration.client` tells it.
    public let remoteAddress: String
    /// Names the request in logs and answers.
    public let id: String
    public let body: RequestBody
    /// What the route's pattern took from the path, by name.
    public internal(set) var parameters: [String: String] = [:]

    /// The path's segments, decoded once.
    public var segments: [String] { target.segments }

    public var query: Query { target.query }

    public init(
        _ method: HTTPMethod, _ target: RequestTarget, headers: HTTPHeaders = [:], remoteAddress: String = "",
        id: String = "", body: RequestBody = .empty
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.remoteAddress = remoteAddress
        self.id = id
        self.body = body
    }
}
