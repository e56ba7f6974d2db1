public import Foundation

/// What may be sent without credentials. Nothing is ever signed for deletion.
public struct PresignableRequest: Sendable {
    public enum Method: String, Sendable { case get = "GET", head = "HEAD", put = "PUT" }

    public var method: Method
    public var key: ObjectKey
    /// From now, 1 second to 7 days.
    public var lifetime: Duration
    /// Headers that the request must carry exactly so, such as `content-length`, `content-type` and
    /// `x-amz-checksum-sha256`: the signature covers them.
    public var headers: [String: String]

    public init(_ method: Method, _ key: ObjectKey, lifetime: Duration, headers: [String: String] = [:]) {
        self.method = method
        self.key = key
        self.lifetime = lifetime
        self.headers = headers
    }
}

/// A request that carries its permission in its URL: whoever has it can send it, so it belongs in no log.
public struct PresignedRequest: Sendable {
    public let method: PresignableRequest.Method
    public let url: String
    /// To be sent as they are, beside `host`.
    public let headers: [String: String]
    public let expiresAt: Date
}

extension PresignedRequest: CustomStringConvertible {
    /// Without the signature.
    public var description: String { "\(method.rawValue) \(url.prefix { $0 != "?" })?…" }
}
