internal import CCurl
internal import Synchronization

/// Sends requests with libcurl, each on a thread of its own for as long as it takes, and keeps connections for the
/// next.
///
/// Bodies stream: a reader or a consumer that blocks slows its own transfer down and nothing else.
final class HTTPClient: Sendable {
    /// How much of a reply is kept that nobody else receives: a list of 1000 long keys, and more than any error.
    static let mostBytes = 16 << 20

    struct Limits: Sendable {
        var connectSeconds = 10
        /// A transfer that moves nothing for so long has failed.
        var stallSeconds = 30
        /// Transfers at once; those with a slow reader or consumer count, too.
        var connections = 64
        /// A transfer that is not over by then has failed; nil for as long as it moves.
        var totalSeconds: Int?
    }

    /// Takes the body of a reply piece by piece.
    typealias Receiver = (UnsafeRawBufferPointer) throws -> Void

    private let limits: Limits
    private let threads: BlockingThreads
    private let idle = Mutex<[CurlHandle]>([])

    init(_ limits: Limits = Limits()) {
        self.limits = limits
        threads = BlockingThreads(limit: limits.connections)
    }

    /// Sends a request and receives the reply.
    ///
    /// - Parameter receiver: called with the head on the thread of the transfer; where it returns nil, the body is
    ///   kept.
    /// - Throws: `HTTPFailure`, `CancellationError`, or what a body or a receiver throws.
    func send(
        _ request: HTTPRequest, receiver: @escaping @Sendable (HTTPHead) throws -> Receiver? = { _ in nil }
    ) async throws -> HTTPReply {
        try await threads.run { [self] cancellation in
            let handle = try idle.withLock { $0.popLast() } ?? CurlHandle()
            let transfer = HTTPTransfer(request, cancellation, receiver: receiver)
            let reply = try transfer.perform(on: handle, limits)
            // The last one used is the first to be used again: its connection is the most likely to live. After a
            // failure its connections are not trusted.
            idle.withLock { $0.append(handle) }
            return reply
        }
    }

    /// Runs other work that blocks on the same threads.
    func run<Value: Sendable>(_ work: @escaping @Sendable (Cancellation) throws -> Value) async throws -> Value {
        try await threads.run(work)
    }
}

/// A libcurl easy handle with its connections.
///
/// `@unchecked Sendable`: it is in the pool or with the one transfer that took it out, never in both.
final class CurlHandle: @unchecked Sendable {
    private static let start = lathe_curl_start()

    let pointer: UnsafeMutableRawPointer

    init() throws {
        try Self.start.check()
        guard let pointer = curl_easy_init() else { throw HTTPFailure(CURLE_FAILED_INIT, detail: "") }
        self.pointer = pointer
    }

    deinit { curl_easy_cleanup(pointer) }
}
