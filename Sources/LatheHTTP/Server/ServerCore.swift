internal import LatheTelemetry
internal import Synchronization

/// What the library's callbacks share.
final class ServerCore: Sendable {
    let router: Router
    let configuration: ServerConfiguration
    let connections: ConnectionTable

    private let phase = Atomic<UInt8>(0)
    private let nextID: Atomic<UInt64>
    private let drains = Mutex<[Drain]>([])

    private struct Drain {
        let end: ContinuousClock.Instant
        let continuation: CheckedContinuation<Bool, Never>
    }

    init(_ router: Router, _ configuration: ServerConfiguration) {
        self.router = router
        self.configuration = configuration
        connections = ConnectionTable(
            limit: configuration.connectionLimit, limitPerAddress: configuration.connectionsPerAddress)
        nextID = Atomic(.random(in: 0...UInt64.max))
    }

    /// No new requests are wanted: connections end with the one that they are at.
    var isDraining: Bool { phase.load(ordering: .acquiring) >= 1 }
    /// Nothing may be waited for any more.
    var isStopping: Bool { phase.load(ordering: .sequentiallyConsistent) >= 2 }

    /// Waits until no connection is in use; true if that came in time.
    func drain(timeout: Duration) async -> Bool {
        phase.max(1, ordering: .sequentiallyConsistent)
        return await withCheckedContinuation { continuation in
            drains.withLock { $0.append(Drain(end: .now + timeout, continuation: continuation)) }
        }
    }

    func stop() {
        phase.store(2, ordering: .sequentiallyConsistent)
        endDrains { _ in true }
    }

    /// Unlike any other of this server, and not to be guessed from those of another start.
    func makeRequestID() -> String {
        // An odd factor takes every number to another one.
        let number = nextID.wrappingAdd(1, ordering: .relaxed).newValue &* 0x9E37_79B9_7F4A_7C15
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    func sweep() {
        let now = ContinuousClock.now
        var idle: [(since: ContinuousClock.Instant, connection: Connection)] = []
        for connection in connections.all {
            connection.sweep(at: now, configuration.deadlines, isDraining: isDraining)
            if let since = connection.idleSince { idle.append((since, connection)) }
        }
        let excess = idle.count - configuration.idleLimit
        if excess > 0 {
            for (_, connection) in idle.sorted(by: { $0.since < $1.since }).prefix(excess) { connection.closeIfIdle() }
        }
        guard isDraining else { return }
        let isIdle = connections.isIdle
        endDrains { isIdle || now > $0.end }
    }

    private func endDrains(where isOver: (Drain) -> Bool) {
        let over = drains.withLock { drains in
            defer { drains.removeAll(where: isOver) }
            return drains.filter(isOver)
        }
        guard !over.isEmpty else { return }
        let isIdle = connections.isIdle
        for drain in over { drain.continuation.resume(returning: isIdle) }
    }

    /// Does anybody hear of requests?
    var wantsRecords: Bool { configuration.completed != nil || configuration.accessLog.level <= .info }

    /// The answer is with the client, or never will be.
    func report(_ record: AccessRecord) {
        configuration.completed?(record)
        configuration.accessLog.record(record)
    }
}
