internal import LatheCatalog

extension Service {
    /// Brings news to webhooks and to other sinks, until the task is cancelled. Several instances may do so at a time:
    /// each of the news arrives at least once.
    public func deliverEvents(to sinks: [any EventSink] = []) async {
        let metrics = EventMetrics(in: parts.metrics)
        let sender = WebhookSender(
            catalog: parts.catalog, log: parts.log, metrics: metrics,
            allowsPrivate: parts.settings.allowsPrivateWebhooks, now: parts.now)
        let all: [any EventSink] = [WebhookSink(catalog: parts.catalog)] + sinks
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await sender.run() }
            for sink in all {
                let pump = EventPump(catalog: parts.catalog, sink: sink, log: parts.log, metrics: metrics)
                group.addTask { await pump.run() }
            }
        }
    }
}
