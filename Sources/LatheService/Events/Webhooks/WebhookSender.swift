internal import LatheAccess
internal import LatheCatalog
internal import LatheCrypto
internal import LatheDatabase
internal import LatheStorage
internal import LatheTelemetry

/// Sends what webhooks are to be told, until its task is cancelled.
///
/// A delivery ends with an answer 2xx; otherwise it is tried again, later and later, for a day. Whoever dies with it has
/// only taken it for half a minute. So it arrives at least once, and its id tells the second time from the first. What tells
/// of one track arrives in its order; what tells of others does not wait for it. A webhook that is slow has a few of the
/// places, and others the rest.
struct WebhookSender: Sendable {
    /// Milliseconds; longer than an attempt may take.
    private static let lease: Int64 = 30_000
    /// Milliseconds.
    private static let age: Int64 = 24 * 3_600_000

    let catalog: Catalog
    let log: Log
    let metrics: EventMetrics
    let allowsPrivate: Bool
    let now: @Sendable () -> UnixTime
    /// Milliseconds to wait after so many attempts and one more.
    var delay: @Sendable (_ attempts: Int) -> Int64 = Self.delay
    var client = OutboundClient(connections: WebhookFlights.window)

    func run() async {
        let flights = WebhookFlights()
        let (turns, turn) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        await withDiscardingTaskGroup { group in
            group.addTask { for await _ in catalog.newsWakes() { turn.yield() } }
            for await _ in turns {
                for delivery in await claim(flights) {
                    group.addTask {
                        await send(delivery)
                        flights.land(delivery.webhook.id)
                        turn.yield()
                    }
                }
            }
        }
    }

    /// As many as there are places for; they count as taken off.
    func claim(_ flights: WebhookFlights) async -> [WebhookDelivery] {
        let (free, busy) = flights.places
        guard free > 0 else { return [] }
        do {
            let due = try await catalog.database.write { [catalog] in
                try catalog.claimDeliveries(
                    limit: free, share: WebhookFlights.share, notTo: busy, lease: Self.lease, in: $0)
            }
            flights.takeOff(due.map(\.webhook.id))
            return due
        } catch {
            // Cancelled: there is nothing to say.
            if !(error is CancellationError) { log.warning("webhooks could not be read", ["error": LogValue(error)]) }
            return []
        }
    }

    /// What cannot be written down of it is tried again after the lease.
    func send(_ delivery: WebhookDelivery) async {
        do { try await conclude(delivery, try await attempt(delivery)) } catch is CancellationError { return } catch {
            log.warning(
                "what came of a webhook could not be written down",
                ["webhook": .string(delivery.webhook.id), "error": LogValue(error)])
        }
    }

    private func conclude(_ delivery: WebhookDelivery, _ failure: String?) async throws {
        guard let failure else {
            metrics.webhookAttempts["delivered"].increment()
            return try await catalog.database.write { [catalog] in try catalog.endDelivery(delivery, in: $0) }
        }
        let delay = delay(delivery.attempt)
        let isGivenUp = try await catalog.database.write { [catalog] in
            try catalog.retryDelivery(delivery, after: delay, givingUpAfter: Self.age, in: $0)
        }
        metrics.webhookAttempts[isGivenUp ? "given up" : "failed"].increment()
        log.info(
            isGivenUp ? "a webhook is given up" : "a webhook failed",
            [
                "webhook": .string(delivery.webhook.id), "news": .string(delivery.newsID), "cause": .string(failure),
                "attempt": .integer(Int64(delivery.attempt + 1)),
            ])
    }

    /// - Returns: why it did not arrive; nil where it did.
    private func attempt(_ delivery: WebhookDelivery) async throws -> String? {
        do {
            let status = try await post(delivery)
            // Gone (RFC 9110 §15.5.11): it wants no more of this.
            return (200..<300).contains(status) || status == 410 ? nil : "it answered \(status)"
        } catch let error as OutboundClient.Failure {
            return error.cause
        }
    }

    private func post(_ delivery: WebhookDelivery) async throws -> Int {
        guard let target = WebhookTarget(delivery.webhook.url, allowsPrivate: allowsPrivate) else {
            throw OutboundClient.Failure(cause: "its URL is not allowed")
        }
        let body = Array(delivery.body.utf8)
        let secret = SecretBytes(Array(delivery.webhook.secret.utf8))
        let signature = WebhookSignature.header(for: body, secrets: [secret], at: now())
        return try await target.post(
            body,
            headers: [
                ("Content-Type", "application/json"), (WebhookSignature.headerName, signature),
                ("Lathe-Delivery", delivery.newsID),
            ], by: client)
    }

    /// Milliseconds: 5 s, doubled each time up to an hour, and a fifth more or less, so that not all come back at once.
    @Sendable static func delay(after attempts: Int) -> Int64 {
        let delay = Int64(5000) << Int64(min(max(attempts, 0), 12))
        return min(delay, 3_600_000) * .random(in: 80...120) / 100
    }
}
