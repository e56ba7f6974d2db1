internal import Foundation

/// What serves calls on one thread: a connection, kept open between them.
protocol CallServer {
    /// Answers every one of them.
    func serve(_ calls: [any Call])
}

/// Calls that wait, first come first served, and the threads with a connection each that serve them.
///
/// Threads are started when they are needed and stay until the queue is closed: blocking calls never occupy Swift's
/// cooperative ones.
// @unchecked: `line`, `tickets`, `hasTimer` and `onLastThread` are touched only with `condition` locked.
final class CallQueue: @unchecked Sendable {
    private let name: String
    /// How many calls one thread takes at a time.
    private let batchSize: Int
    private let makeServer: @Sendable () -> any CallServer
    private let condition = NSCondition()

    private var line: CallLine<any Call>
    private var tickets: [ObjectIdentifier: CallLine<any Call>.Ticket] = [:]
    private var hasTimer = false
    private var onLastThread: [@Sendable () -> Void] = []

    init(
        _ name: String, threads: Int, length: Int, batchSize: Int = 1,
        makeServer: @escaping @Sendable () -> any CallServer
    ) {
        self.name = name
        self.batchSize = batchSize
        self.makeServer = makeServer
        line = CallLine(threadLimit: threads, lengthLimit: length)
    }

    func submit(_ call: any Call) {
        let (admission, needsTimer) = condition.withLock {
            let (admission, ticket) = line.join(call, until: call.deadline)
            if case .refuse = admission { return (admission, false) }
            tickets[ObjectIdentifier(call)] = ticket
            if admission == .wakeThread { condition.signal() }
            defer { hasTimer = hasTimer || admission == .wait }
            return (admission, admission == .wait && !hasTimer)
        }
        switch admission {
        case .startThread: startThread()
        case .refuse(.full): call.finish(throwing: busy("\(name) has as many calls waiting as may"))
        case .refuse(.closed): call.finish(throwing: closed)
        case .wakeThread, .wait: break
        }
        if needsTimer { setTimer(for: call.deadline) }
    }

    /// Of the calls that wait: the first moment at which one gives up.
    var firstDeadline: ContinuousClock.Instant? { condition.withLock { line.firstDeadline } }

    /// Takes back a call that still waits; one that is being served is not disturbed.
    func withdraw(_ call: any Call) {
        let isWithdrawn = condition.withLock {
            tickets.removeValue(forKey: ObjectIdentifier(call)).map { line.leave($0) != nil } ?? false
        }
        if isWithdrawn { call.finish(throwing: CancellationError()) }
    }

    /// Refuses new calls and those that wait, lets the others end, and returns when the last connection is closed.
    func close() async {
        await withCheckedContinuation { continuation in
            startClosing { continuation.resume() }
        }
    }

    func startClosing(then done: @escaping @Sendable () -> Void = {}) {
        let (refused, isEmpty) = condition.withLock {
            let refused = line.close()
            if line.threads > 0 { onLastThread.append(done) }
            condition.broadcast()
            return (refused, line.threads == 0)
        }
        refused.forEach { $0.finish(throwing: closed) }
        if isEmpty { done() }
    }

    private func startThread() {
        let thread = Thread { [self] in
            work()
            threadEnds()
        }
        thread.name = name
        thread.start()
    }

    /// The server lives on this thread's stack only, and is gone when this returns.
    private func work() {
        let server = makeServer()
        while true {
            let calls = nextCalls()
            guard !calls.isEmpty else { return }
            server.serve(calls)
        }
    }

    /// Waits for calls; none when the queue is closed.
    private func nextCalls() -> [any Call] {
        condition.withLock {
            while true {
                let calls = line.next(upTo: batchSize)
                calls.forEach { tickets[ObjectIdentifier($0)] = nil }
                if !calls.isEmpty || line.isClosed { return calls }
                line.threadIdles()
                condition.wait()
                line.threadWakes()
            }
        }
    }

    private func threadEnds() {
        let done = condition.withLock {
            line.threadEnds()
            defer { if line.threads == 0 { onLastThread = [] } }
            return line.threads == 0 ? onLastThread : []
        }
        done.forEach { $0() }
    }

    /// One timer at a time: it comes back for the next that may be due.
    private func setTimer(for deadline: ContinuousClock.Instant) {
        let delay = max(.milliseconds(1), deadline - .now)
        DispatchQueue.global().asyncAfter(deadline: .now() + delay.seconds) { [weak self] in self?.expire() }
    }

    private func expire() {
        let (expired, next) = condition.withLock {
            let (expired, next) = line.expire(at: .now)
            expired.forEach { tickets[ObjectIdentifier($0)] = nil }
            hasTimer = next != nil
            return (expired, next)
        }
        expired.forEach { $0.finish(throwing: busy("no connection became free in time")) }
        if let next { setTimer(for: next) }
    }

    private func busy(_ cause: String) -> DatabaseError {
        DatabaseError(.busy, "use", name, because: cause, remedy: "Try again later, or allow more connections.")
    }

    private var closed: DatabaseError { DatabaseError(.unavailable, "use", name, because: "it was closed") }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }

    /// Whole milliseconds, at least 1, at most what 32 bits hold.
    var milliseconds: Int32 { Int32(clamping: Int64(max(1, min(seconds * 1000, 2_147_483_647)))) }
}
