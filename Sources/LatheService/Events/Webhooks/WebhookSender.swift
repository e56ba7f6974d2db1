internal import LatheAccess
internal import LatheCatalog
internal import LatheCrypto
internal import LatheDatabase
internal import LatheStorage
internal import LatheTelemetry

/// Sends what webhooks are to be told, until its task is cancelled.
///
/// A delivery ends with an answer 2xx; otherwise it is tried again, later and later, for a day. Whoever dies with it has
/// only taken it for a minute. So it arrives at least once, and its id tells the second time from the first.
struct WebhookSender: Sendable {
    private static let window = 16
    /// Milliseconds; longer than an attempt may take.
    private static let lease: Int64 = 60_000
    /// Milliseconds.
    private static let age: Int64 = 24 * 3_600_000

    let catalog: Catalog
    let log: Log
    let allowsPrivate: Bool
    let now: @Sendable () -> UnixTime
    /// Milliseconds to wait after so many attempts and one more.
    var delay: @Sendable (_ attempts: Int) -> Int64 = Self.delay
    let client = OutboundClient()

    func run() async {
        for await _ in catalog.newsWakes() {
            do {
                while try await sendBatch() == Self.window {}
            } catch is CancellationError {
                return
            } catch {
                log.warning("webhooks could not be read", ["error": LogValue(error)])
            }
        }
    }

    /// - Returns: how many there were.
    func sendBatch() async throws -> Int {
        let due = try await catalog.database.write { [catalog] in
            try catalog.claimDeliveries(limit: Self.window, lease: Self.lease, in: $0)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for delivery in due { group.addTask { try await send(delivery) } }
            try await group.waitForAll()
        }
        return due.count
    }

    private func send(_ delivery: WebhookDelivery) async throws {
        let failure: String
        do {
            let status = try await attempt(delivery)
            // Gone (RFC 9110 §15.5.11): it wants no more of this.
            if (200..<300).contains(status) || status == 410 {
                return try await catalog.database.write { [catalog] in try catalog.endDelivery(delivery, in: $0) }
            }
            failure = "it answered \(status)"
        } catch let error as OutboundClient.Failure {
            failure = error.cause
        }
        let delay = delay(delivery.attempt)
        let isGivenUp = try await catalog.database.write { [catalog] in
            try catalog.retryDelivery(delivery, after: delay, givingUpAfter: Self.age, in: $0)
        }
        log.info(
            isGivenUp ? "a webhook is given up" : "a webhook failed",
            [
                "webhook": .string(delivery.webhook.id), "news": .string(delivery.newsID), "cause": .string(failure),
                "attempt": .integer(Int64(delivery.attempt + 1)),
            ])
    }

    private func attempt(_ delivery: WebhookDelivery) async throws -> Int {
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
