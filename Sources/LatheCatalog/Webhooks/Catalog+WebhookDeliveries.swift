public import LatheDatabase

/// What webhooks are still to be told. A delivery is there until it has arrived or was given up.
extension Catalog {
    /// Puts news on their way to every webhook that may see them, wants to, and was there when they happened; twice is
    /// once. What tells of a track waits for what told of it before.
    ///
    /// - Parameter body: what the receiver gets.
    public func deliver(_ news: News, body: String, in connection: Connection) throws {
        let now = connection.dialect.now
        try connection.execute(
            """
            INSERT INTO webhook_deliveries (
                webhook_id, news_id, topic, body, subject, position, next_at, created_at, updated_at)
            SELECT id, \(news.id), \(news.topic), \(body), \(news.subject), \(news.position), COALESCE(
                    (SELECT max(earlier.next_at) FROM webhook_deliveries AS earlier
                    WHERE earlier.webhook_id = webhooks.id AND earlier.subject = \(news.subject)),
                    \(sql: now)), \(sql: now), \(sql: now)
            FROM webhooks
            WHERE deleted_at IS NULL AND created_at <= \(news.createdAt)
                AND (topics = '' OR ' ' || topics || ' ' LIKE \("% " + news.topic + " %"))
                AND (sees_all OR EXISTS (
                    SELECT 1 FROM artist_members
                    WHERE artist_members.artist_id = \(news.tenant) AND artist_members.subject = webhooks.owner
                        AND artist_members.deleted_at IS NULL))
            ON CONFLICT (webhook_id, news_id) DO NOTHING
            """)
    }

    /// Takes deliveries whose time has come, for so long that nobody else tries meanwhile: of each track's news the first
    /// only, and of each webhook a few, so that one that is slow does not take the place of others.
    ///
    /// Whoever dies with them has taken nothing: they are due again after the lease.
    /// - Parameters:
    ///   - limit: of all.
    ///   - share: of one webhook.
    ///   - busy: webhooks that have what they may have.
    ///   - lease: milliseconds.
    public func claimDeliveries(
        limit: Int, share: Int = 4, notTo busy: [Webhook.ID] = [], lease: Int64, in connection: Connection
    ) throws -> [WebhookDelivery] {
        let now = connection.dialect.now
        let isFree: SQL = busy.isEmpty ? "1 = 1" : "id NOT IN (\(list: busy))"
        let webhooks = try connection.rows(
            """
            SELECT \(sql: Webhook.columns) FROM webhooks
            WHERE deleted_at IS NULL AND \(sql: isFree) AND EXISTS (
                SELECT 1 FROM webhook_deliveries WHERE webhook_id = webhooks.id AND next_at <= \(sql: now))
            ORDER BY random() LIMIT \(limit)
            """
        ).map(Webhook.init)
        var claimed: [WebhookDelivery] = []
        // In their order, lest two that claim at once wait for each other.
        for webhook in webhooks.sorted(by: { $0.id < $1.id }) where claimed.count < limit {
            claimed += try claim(min(share, limit - claimed.count), of: webhook, lease, in: connection)
        }
        return claimed
    }

    private func claim(
        _ limit: Int, of webhook: Webhook, _ lease: Int64, in connection: Connection
    ) throws -> [WebhookDelivery] {
        let now = connection.dialect.now
        // Of two that claim at once the second finds the times moved.
        let rows = try connection.rows(
            """
            UPDATE webhook_deliveries
            SET attempt = attempt + 1, next_at = \(sql: now) + \(lease), updated_at = \(sql: now)
            WHERE next_at <= \(sql: now) AND webhook_id = \(webhook.id) AND news_id IN (
                SELECT news_id FROM webhook_deliveries AS due
                WHERE webhook_id = \(webhook.id) AND next_at <= \(sql: now) AND NOT EXISTS (
                    SELECT 1 FROM webhook_deliveries AS earlier
                    WHERE earlier.webhook_id = due.webhook_id AND earlier.subject = due.subject
                        AND earlier.position < due.position)
                ORDER BY next_at, position LIMIT \(limit))
            RETURNING news_id, subject, body, attempt, created_at
            """)
        return try rows.map { row in
            let attempt: Int = try row["attempt"]
            return WebhookDelivery(
                webhook: webhook, newsID: try row["news_id"], subject: try row["subject"], body: try row["body"],
                attempt: attempt - 1, createdAt: try row["created_at"])
        }
    }

    /// It has arrived, or is given up: what waited for it is due.
    public func endDelivery(_ delivery: WebhookDelivery, in connection: Connection) throws {
        try connection.execute(
            """
            DELETE FROM webhook_deliveries
            WHERE webhook_id = \(delivery.webhook.id) AND news_id = \(delivery.newsID)
            """)
        try moveFollowers(of: delivery, to: connection.dialect.now, in: connection)
    }

    private func moveFollowers(of delivery: WebhookDelivery, to time: SQL, in connection: Connection) throws {
        try connection.execute(
            """
            UPDATE webhook_deliveries SET next_at = \(sql: time)
            WHERE webhook_id = \(delivery.webhook.id) AND subject = \(delivery.subject) AND attempt = 0
            """)
    }

    /// It is to be tried again, and what waits for it waits as long.
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
        guard !isGivenUp else {
            try moveFollowers(of: delivery, to: now, in: connection)
            return true
        }
        try connection.execute(
            """
            UPDATE webhook_deliveries SET next_at = \(sql: now) + \(delay), updated_at = \(sql: now)
            WHERE \(sql: isTheRow)
            """)
        try moveFollowers(of: delivery, to: "\(sql: now) + \(delay)", in: connection)
        return false
    }
}
