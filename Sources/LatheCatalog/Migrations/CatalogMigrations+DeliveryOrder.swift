internal import LatheDatabase

extension Catalog {
    /// The order in which a webhook is told of one track's news.
    static let deliveryOrder = Migration(
        "catalog/0009-delivery-order",
        [
            "ALTER TABLE webhook_deliveries ADD COLUMN subject TEXT NOT NULL DEFAULT ''",
            // What was on its way before there was an order has none.
            "ALTER TABLE webhook_deliveries ADD COLUMN position BIGINT NOT NULL DEFAULT 0",
            "CREATE INDEX webhook_deliveries_order ON webhook_deliveries (webhook_id, subject, position)",
            "CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, next_at)",
        ])
}
