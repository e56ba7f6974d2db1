internal import LatheCatalog
internal import LatheDatabase
internal import LatheJobs
internal import LatheTelemetry
internal import Synchronization

/// Reads the news once for all who listen, and the running jobs at most once a second.
///
/// It works only while somebody listens. Who is too slow is left behind: what waits for it is bounded, its stream ends,
/// and it begins anew with what it has not seen.
final class EventHub: Sendable {
    /// What listeners hear of.
    enum Item: Sendable {
        case news([News])
        case progress([Job])
        /// Time goes by: about once a second.
        case tick
    }

    /// Items that may wait for one listener.
    private static let patience = 64

    private struct State {
        var listeners: [Int: AsyncStream<Item>.Continuation] = [:]
        var nextID = 0
        var reader: Task<Void, Never>?
        var isClosed = false
        var closing: [Int: AsyncStream<Never>.Continuation] = [:]
    }

    private let catalog: Catalog
    private let queue: JobQueue
    private let log: Log
    private let state = Mutex(State())

    init(_ catalog: Catalog, _ queue: JobQueue, _ log: Log) {
        (self.catalog, self.queue, self.log) = (catalog, queue, log)
    }

    /// Everything from now on, until the stream is let go of.
    ///
    /// - Parameter position: the last there is, where it begins if nobody listened so far. What others have heard before
    ///   is not repeated. Never what a client says: all who come later hear what comes after it.
    func listen(after position: Int64) -> AsyncStream<Item> {
        let (stream, listener) = AsyncStream<Item>.makeStream(bufferingPolicy: .bufferingOldest(Self.patience))
        let id = state.withLock { state in
            guard !state.isClosed else { return nil as Int? }
            state.nextID += 1
            state.listeners[state.nextID] = listener
            if state.reader == nil { state.reader = Task { await self.read(after: position) } }
            return state.nextID
        }
        guard let id else {
            listener.finish()
            return stream
        }
        listener.onTermination = { _ in self.leave(id) }
        return stream
    }

    /// Ends all streams, now and later: they tell their listeners when to come back.
    func close() {
        let (listeners, closing) = state.withLock { state in
            state.isClosed = true
            defer { state.closing = [:] }
            return (state.listeners, state.closing)
        }
        for listener in listeners.values { listener.finish() }
        for waiter in closing.values { waiter.finish() }
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Writes to a listener. When the streams are ended it has so long to take that; a client that does not read would
    /// hold it for ever.
    func whileOpen(_ grace: Duration = .milliseconds(250), _ write: @escaping @Sendable () async throws -> Void)
        async throws
    {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask(operation: write)
            group.addTask { [self] in
                for await _ in ending() {}
                try await Task.sleep(for: grace)
                throw CancellationError()
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// Has no elements, and ends when the streams are to.
    private func ending() -> AsyncStream<Never> {
        let (stream, waiter) = AsyncStream<Never>.makeStream()
        let id = state.withLock { state in
            guard !state.isClosed else { return nil as Int? }
            state.nextID += 1
            state.closing[state.nextID] = waiter
            return state.nextID
        }
        guard let id else {
            waiter.finish()
            return stream
        }
        waiter.onTermination = { _ in self.state.withLock { _ = $0.closing.removeValue(forKey: id) } }
        return stream
    }

    private func leave(_ id: Int) {
        let idle = state.withLock { state -> Task<Void, Never>? in
            state.listeners[id] = nil
            guard state.listeners.isEmpty else { return nil }
            defer { state.reader = nil }
            return state.reader
        }
        idle?.cancel()
    }

    private func send(_ item: Item) {
        for (_, listener) in state.withLock({ $0.listeners }) {
            // A tick that is lost does no harm; anything else must not be lost unnoticed.
            if case .dropped = listener.yield(item) { listener.finish() }
        }
    }

    private func read(after start: Int64) async {
        var position = start
        var seen: [Job.ID: JobProgress] = [:]
        var lastLook = ContinuousClock.now - .seconds(1)
        for await _ in catalog.newsWakes() {
            do {
                while case let news = try await catalog.news(after: position, limit: 100), let last = news.last {
                    send(.news(news))
                    position = last.position
                }
                guard ContinuousClock.now - lastLook >= .milliseconds(900) else { continue }
                lastLook = .now
                let running = try await queue.running()
                let changed = running.filter { seen[$0.id] != $0.progress }
                seen = Dictionary(running.map { ($0.id, $0.progress) }) { first, _ in first }
                if !changed.isEmpty { send(.progress(changed)) }
                send(.tick)
            } catch is CancellationError {
                return
            } catch {
                log.warning("events could not be read", ["error": LogValue(error)])
            }
        }
    }
}
