public import LatheTelemetry

/// How a server listens, and what it takes from clients.
public struct ServerConfiguration: Sendable {
    /// The numeric address, IPv4 or IPv6.
    public var host = "127.0.0.1"
    /// 0 for any that is free.
    public var port: UInt16 = 0
    /// Threads that move bytes and run handlers until they first wait.
    public var threads = 2

    /// Bytes of a request's line and header fields.
    public var headLimit = 32 << 10
    /// Bytes of a request's target.
    public var targetLimit = 8 << 10
    /// Header fields of a request.
    public var fieldLimit = 100
    /// Connections at a time.
    public var connectionLimit = 10_000
    /// Connections at a time from one address; behind a proxy all come from one.
    public var connectionsPerAddress = Int.max

    /// Bytes that connections between two requests may hold together. The library keeps a connection's buffer, which must
    /// have room for a whole head, for as long as it lives; those that were idle longest are closed when all of them
    /// need more than this.
    public var idleMemory = 190 << 20

    public var deadlines = Deadlines()

    /// Tells whom a request is from, by the numeric address of its connection and its fields: behind a proxy that is
    /// whom the proxy names. Called on the server's threads.
    public var client: @Sendable (_ peer: String, _ headers: HTTPHeaders) -> String = { peer, _ in peer }

    /// Gets one record a request, at level info.
    public var accessLog: Log = .silent
    /// Called after every request, on the server's threads: it must not block.
    public var completed: (@Sendable (AccessRecord) -> Void)?
    /// Makes a request's target fit to be logged; what comes out must not hold credentials.
    public var redact: @Sendable (String) -> String = Redaction.standard

    public init() {}

    /// Of the library's buffer for one connection: a full head, 56 bytes of records for each of its fields, and the head
    /// of an answer, in whole pages.
    var connectionMemory: Int { (headLimit + fieldLimit * 56 + (2 << 10) + 4095) & ~4095 }

    /// How many connections may be between two requests. Each has its buffer, and a page of what belongs to it besides.
    var idleLimit: Int { idleMemory / (connectionMemory + 4096) }
}

/// What may take how long.
public struct Deadlines: Sendable, Equatable {
    /// From the connection, or from the first line of a later request, to the end of the header.
    public var header: Duration = .seconds(10)
    /// Between the end of a request and the first line of the next.
    public var keepAlive: Duration = .seconds(60)
    /// Bytes a second that a client must send or receive, measured while the server waits for it.
    public var minimumRate = 1024
    /// For how long a client may fall short of the rate.
    public var grace: Duration = .seconds(10)
    /// How long a refused client may take to read why and to hang up, and that of a stream to take its last bytes where
    /// the server is drained.
    public var linger: Duration = .seconds(2)

    public init() {}

    /// How long a client may take for so many bytes.
    func time(for bytes: Int) -> Duration { grace + .seconds(Double(bytes) / Double(max(minimumRate, 1))) }
}
