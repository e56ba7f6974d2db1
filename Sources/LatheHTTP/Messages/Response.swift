/// An answer.
public struct Response: Sendable {
    public enum Body: Sendable {
        case none
        /// What lies in memory.
        case bytes([UInt8])
        /// A file or a part of it, sent by the kernel.
        case file(FileBody)
        /// What is made while it is sent, with a length or without. An error that the closure throws cuts the connection,
        /// so that the client sees that something is missing.
        case stream(length: Int? = nil, @Sendable (ResponseWriter) async throws -> Void)
    }

    public var status: HTTPStatus
    public var headers: HTTPHeaders
    /// With status 304 what would have been sent otherwise, of which only the length is: `none` claims that it is empty.
    public var body: Body

    public init(_ status: HTTPStatus, headers: HTTPHeaders = [:], body: Body = .none) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Text, in UTF-8.
    public static func text(_ text: String, _ status: HTTPStatus = 200) -> Response {
        Response(status, headers: ["Content-Type": "text/plain; charset=utf-8"], body: .bytes(Array(text.utf8)))
    }

    /// JSON that is encoded already.
    public static func json(_ bytes: [UInt8], _ status: HTTPStatus = 200) -> Response {
        Response(status, headers: ["Content-Type": "application/json"], body: .bytes(bytes))
    }
}

/// Takes the pieces of a streamed body.
public struct ResponseWriter: Sendable {
    private let take: @Sendable ([UInt8]) async throws -> Void

    /// A writer that gives every piece to the closure, which waits as long as the client is slow.
    public init(_ take: @escaping @Sendable ([UInt8]) async throws -> Void) { self.take = take }

    /// Sends the bytes; waits while what was written before is still to be sent.
    ///
    /// - Throws: `ClientGone` when nobody receives any more, `CancellationError`.
    public func write(_ bytes: [UInt8]) async throws {
        if !bytes.isEmpty { try await take(bytes) }
    }
}
