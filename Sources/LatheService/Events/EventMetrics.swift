internal import LatheTelemetry

/// What is counted of telling news elsewhere.
struct EventMetrics: Sendable {
    let published: MetricFamily<Counter>
    let failures: MetricFamily<Counter>
    let webhookAttempts: MetricFamily<Counter>

    init(in metrics: Metrics) {
        published = metrics.counter(
            "lathe_events_published_total", help: "Events that a sink has taken.", labels: ["sink"])
        failures = metrics.counter(
            "lathe_event_failures_total", help: "Batches of events that a sink did not take; they are tried again.",
            labels: ["sink"])
        webhookAttempts = metrics.counter(
            "lathe_webhook_attempts_total", help: "Requests to webhooks, by what came of them.", labels: ["outcome"])
    }
}
