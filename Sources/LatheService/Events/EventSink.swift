public import LatheCatalog
internal import LatheDatabase
internal import LatheTelemetry

/// Where news go, each of them at least once and in their order.
public protocol EventSink: Sendable {
    /// Names its bookmark in the outbox; never another's.
    var name: String { get }

    /// Takes news. They count as taken when it returns; after an error, or a death in between, they come again, and
    /// their ids tell.
    func publish(_ news: [News]) async throws
}

/// Brings the news of the outbox to a sink, until its task is cancelled.
struct EventPump: Sendable {
    private static let batch = 100
    /// How long it waits after errors, doubled each time.
    private static let waits = (first: Duration.seconds(1), longest: Duration.seconds(60))

    let catalog: Catalog
    let sink: any EventSink
    let log: Log
    let metrics: EventMetrics

    func run() async {
        var wait = Self.waits.first
        while !Task.isCancelled {
            do {
                // From the first that is kept: what happened before a new sink was there is told, too.
                _ = try await catalog.enroll(reader: sink.name)
                for await _ in catalog.newsWakes() {
                    try await drain()
                    wait = Self.waits.first
                }
            } catch is CancellationError {
                return
            } catch {
                metrics.failures[sink.name].increment()
                log.warning("news could not be passed on", ["sink": .string(sink.name), "error": LogValue(error)])
                // Cancelled: the loop ends.
                try? await Task.sleep(for: wait)
                wait = min(wait * 2, Self.waits.longest)
            }
        }
    }

    private func drain() async throws {
        while let news = try await catalog.news(for: sink.name, limit: Self.batch), let last = news.last {
            try await sink.publish(news)
            try await catalog.database.write { [catalog, sink] in
                try catalog.acknowledge(last.position, by: sink.name, in: $0)
            }
            metrics.published[sink.name].increment(by: Double(news.count))
        }
    }
}

extension Catalog {
    /// When to look for news: now, when somebody says that there are some, and once a second.
    func newsWakes() -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { wake in
            wake.yield()
            let hints = database.notifications(on: Self.newsChannel)
            let listening = Task { for await _ in hints { wake.yield() } }
            let ticking = Task {
                while (try? await Task.sleep(for: .seconds(1))) != nil { wake.yield() }
            }
            wake.onTermination = { _ in
                listening.cancel()
                ticking.cancel()
            }
        }
    }
}
