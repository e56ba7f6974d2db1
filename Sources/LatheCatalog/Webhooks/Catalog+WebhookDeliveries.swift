public import LatheDatabase

/// What webhooks are still to be told. A delivery is there until it has arrived or was given up.
extension Catalog {
    /// Puts news on their way to every webhook that may see them and wants to; twice is once.
    ///
    /// - Parameter body: what the receiver gets.
    public func deliver(_ news: News, body: String, in connection: Connection) throws {
        let now = connection.dialect.now
        try connection.execute(
            """
            INSERT INTO webhook_deliveries (webhook_id, news_id, topic, body, next_at, created_at, updated_at)
            SELECT id, \(news.id), \(news.topic), \(body), \(sql: now), \(sql: now), \(sql: now) FROM webhooks
            WHERE deleted_at IS NULL
                AND (topics = '' OR ' ' || topics || ' ' LIKE \("% " + news.topic + " %"))
                AND (sees_all OR EXISTS (
                    SELECT 1 FROM artist_members
                    WHERE artist_members.artist_id = \(news.tenant) AND artist_members.subject = webhooks.owner
                        AND artist_members.deleted_at IS NULL))
            ON CONFLICT (webhook_id, news_id) DO NOTHING
            """)
    }

    /// Takes deliveries whose time has come, for so long that nobody else tries meanwhile.
    ///
    /// Whoever dies with them has taken nothing: they are due again after the lease.
    /// - Parameter lease: milliseconds.
    public func claimDeliveries(limit: Int, lease: Int64, in connection: Connection) throws -> [WebhookDelivery] {
        let now = connection.dialect.now
        // Of two that claim at once the second finds the times moved.
        let rows = try connection.rows(
            """
            UPDATE webhook_deliveries
            SET attempt = attempt + 1, next_at = \(sql: now) + \(lease), updated_at = \(sql: now)
            WHERE next_at <= \(sql: now) AND (webhook_id, news_id) IN (
                SELECT webhook_id, news_id FROM webhook_deliveries WHERE next_at <= \(sql: now)
                ORDER BY next_at LIMIT \(limit))
            RETURNING webhook_id, news_id, body, attempt, created_at
            """)
        return try rows.compactMap { row in
            let id: String = try row["webhook_id"]
            let webhook = try connection.first(
                "SELECT \(sql: Webhook.columns) FROM webhooks WHERE id = \(id)"
            ).map(Webhook.init)
            let attempt: Int = try row["attempt"]
            return try webhook.map {
                WebhookDelivery(
                    webhook: $0, newsID: try row["news_id"], body: try row["body"], attempt: attempt - 1,
                    createdAt: try row["created_at"])
            }
        }
    }

    /// It has arrived, or is given up.
    public func endDelivery(_ delivery: WebhookDelivery, in connection: Connection) throws {
        try connection.execute(
            """
            DELETE FROM webhook_deliveries
            WHERE webhook_id = \(delivery.webhook.id) AND news_id = \(delivery.newsID)
            """)
    }

    /// It is to be tried again.
    ///
    /// - Parameters:
    ///   - delay: milliseconds from now.
    ///   - age: milliseconds after which it is given up instead.
    /// - Returns: whether it is given up.
    public func retryDelivery(
        _ delivery: WebhookDelivery, after delay: Int64, givingUpAfter age: Int64, in connection: Connection
    ) throws -> Bool {
        let now = connection.dialect.now
        let isTheRow: SQL = "webhook_id = \(delivery.webhook.id) AND news_id = \(delivery.newsID)"
        let isGivenUp =
            try connection.execute(
                "DELETE FROM webhook_deliveries WHERE \(sql: isTheRow) AND created_at + \(age) < \(sql: now)") > 0
        guard !isGivenUp else { return true }
        try connection.execute(
            """
            UPDATE webhook_deliveries SET next_at = \(sql: now) + \(delay), updated_at = \(sql: now)
            WHERE \(sql: isTheRow)
            """)
        return false
    }
}
