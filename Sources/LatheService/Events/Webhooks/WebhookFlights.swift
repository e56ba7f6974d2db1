internal import LatheCatalog
internal import Synchronization

/// The deliveries that are under way: so many together, and few to one webhook.
final class WebhookFlights: Sendable {
    static let window = 32
    static let share = 4

    private let perWebhook = Mutex<[Webhook.ID: Int]>([:])

    /// How many may take off now, and which webhooks have their share already.
    ///
    /// One with a part of its share may get all of it once more: it is a share of each look.
    var places: (free: Int, busy: [Webhook.ID]) {
        perWebhook.withLock { flights in
            (Self.window - flights.values.reduce(0, +), flights.filter { $0.value >= Self.share }.map(\.key))
        }
    }

    func takeOff(_ webhooks: [Webhook.ID]) {
        perWebhook.withLock { for webhook in webhooks { $0[webhook, default: 0] += 1 } }
    }

    func land(_ webhook: Webhook.ID) {
        perWebhook.withLock { flights in
            let left = flights[webhook, default: 1] - 1
            flights[webhook] = left == 0 ? nil : left
        }
    }
}
