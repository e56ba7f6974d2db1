internal import LatheCatalog
internal import LatheDatabase

/// Puts news on their way to webhooks; `WebhookSender` sends them.
struct WebhookSink: EventSink {
    let name = "webhooks"
    let catalog: Catalog

    func publish(_ news: [News]) async throws {
        let bodies = try news.map { ($0, try EventDocument.text($0)) }
        try await catalog.database.write { [catalog] connection in
            try catalog.deliver(bodies, in: connection)
        }
    }
}
