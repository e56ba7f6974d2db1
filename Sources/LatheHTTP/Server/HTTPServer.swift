internal import Foundation
internal import Synchronization

/// An HTTP/1.1 server.
///
/// It listens once it is made, until it is drained, stopped or released. Requests are answered by the router's
/// handlers. Plain HTTP only: TLS and HTTP/2 belong to the proxy in front.
public final class HTTPServer: Sendable {
    /// The numeric address that it listens on.
    public let host: String
    /// The port that it listens on, also where any free one was asked for.
    public let port: UInt16

    private let core: ServerCore
    private let sweeper: Sweeper
    private let daemon: Mutex<Daemon?>

    /// Starts a server. Raises the process's soft limit of open files to the hard one, for connections need them.
    ///
    /// - Throws: `HTTPError`.
    public init(router: Router, configuration: ServerConfiguration = ServerConfiguration()) throws {
        Self.raiseFileLimit()
        let socket = try ListeningSocket(host: configuration.host, port: configuration.port)
        host = configuration.host
        port = socket.port
        let core = ServerCore(router, configuration)
        self.core = core
        daemon = Mutex(try Daemon(core, socket: socket))
        let deadlines = configuration.deadlines
        let shortest = min(deadlines.header, deadlines.keepAlive, deadlines.grace, deadlines.linger)
        sweeper = Sweeper(shortest: shortest) { core.sweep() }
        sweeper.start()
    }

    deinit { stop() }

    /// The number of open connections.
    public var connectionCount: Int { core.connections.count }

    /// Takes no more connections, closes those that are idle and lets requests that run come to their end, each the
    /// last of its connection. The server is still to be stopped afterwards.
    ///
    /// - Parameter timeout: how long to wait.
    /// - Returns: whether all requests came to their end.
    @discardableResult
    public func drain(timeout: Duration) async -> Bool {
        daemon.withLock { $0?.quiesce() }
        return await core.drain(timeout: timeout)
    }

    /// Closes all connections, cancels their handlers and waits until no thread serves them any more. Handlers that do
    /// not heed cancellation may go on, unheard. Does nothing the second time.
    public func stop() {
        guard let stopped = daemon.withLock({ $0.take() }) else { return }
        core.stop()
        sweeper.stop()
        for connection in core.connections.all { connection.exchange?.release() }
        stopped.stop()
    }

    private static func raiseFileLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < limit.rlim_max
        else {
            return
        }
        limit.rlim_cur = limit.rlim_max
        // Where it is refused the server takes fewer connections than it might.
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
