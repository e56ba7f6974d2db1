/// What a route takes from a client.
public struct RouteLimits: Sendable, Equatable {
    /// Bytes of content.
    public var body: Int

    /// - Parameter body: bytes of content; by default as much as a JSON document may need.
    public init(body: Int = 64 << 10) { self.body = body }
}
