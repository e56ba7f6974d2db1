import LatheCatalog
import LatheTelemetry

/// How far those are behind who are told of events.
struct EventGauges: Sendable {
    private let catalog: Catalog
    private let counts, ages: MetricFamily<Gauge>
    private let deliveries: Gauge

    init(_ catalog: Catalog, in metrics: Metrics) {
        self.catalog = catalog
        counts = metrics.gauge(
            "lathe_events_behind", help: "Events that a sink has not taken yet.", labels: ["sink"])
        ages = metrics.gauge(
            "lathe_events_behind_seconds", help: "The age of the oldest event that a sink has not taken.",
            labels: ["sink"])
        deliveries = metrics.gauge("lathe_webhook_deliveries", help: "Deliveries to webhooks that are under way.")[]
    }

    /// Reads them anew.
    func refresh() async throws {
        for backlog in try await catalog.backlogs() {
            counts[backlog.reader].set(Double(backlog.count))
            ages[backlog.reader].set(Double(backlog.age) / 1000)
        }
        deliveries.set(Double(try await catalog.pendingDeliveries()))
    }
}
