public import LatheDatabase

/// What webhooks are still to be told. A delivery is there until it has arrived or was given up.
extension Catalog {
    /// The time of what waits for something told of its track before. Whatever ends that gives it one.
    private static let never = Int64.max

    /// Puts news on their way to every webhook that may see them, wants to, and was there when they happened; twice is
    /// once. What tells of a track waits for what told of it before.
    ///
    /// - Parameter news: in their order, with what the receiver gets.
    public func deliver(_ news: [(news: News, body: String)], in connection: Connection) throws {
        // Locked: what ends meanwhile must see what waits for it, or this must see that it has ended.
        try connection.execute(
            "SELECT id FROM webhooks WHERE deleted_at IS NULL ORDER BY id\(sql: Lock.shared.clause(for: connection.dialect))"
        )
        for (news, body) in news { try deliver(news, body, in: connection) }
    }

    private func deliver(_ news: News, _ body: String, in connection: Connection) throws {
        let now = connection.dialect.now
        try connection.execute(
            """
            INSERT INTO webhook_deliveries (
                webhook_id, news_id, topic, body, subject, position, next_at, created_at, updated_at)
            SELECT id, \(news.id), \(news.topic), \(body), \(news.subject), \(news.position),
                CASE WHEN EXISTS (
                    SELECT 1 FROM webhook_deliveries AS earlier
                    WHERE earlier.webhook_id = webhooks.id AND earlier.subject = \(news.subject))
                THEN \(Self.never) ELSE \(sql: now) END, \(sql: now), \(sql: now)
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
                SELECT news_id FROM webhook_deliveries WHERE webhook_id = \(webhook.id) AND next_at <= \(sql: now)
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

    /// It has arrived: what waited for it is due.
    public func endDelivery(_ delivery: WebhookDelivery, in connection: Connection) throws {
        _ = try endDelivery(delivery, where: "1 = 1", in: connection)
    }

    private func endDelivery(
        _ delivery: WebhookDelivery, where condition: SQL, in connection: Connection
    ) throws -> Bool {
        let lock = Lock.exclusive.clause(for: connection.dialect)
        try connection.execute("SELECT id FROM webhooks WHERE id = \(delivery.webhook.id)\(sql: lock)")
        let count = try connection.execute(
            """
            DELETE FROM webhook_deliveries
            WHERE webhook_id = \(delivery.webhook.id) AND news_id = \(delivery.newsID) AND \(sql: condition)
            """)
        guard count > 0 else { return false }
        let isOfTheTrack: SQL = "webhook_id = \(delivery.webhook.id) AND subject = \(delivery.subject)"
        try connection.execute(
            """
            UPDATE webhook_deliveries SET next_at = \(sql: connection.dialect.now)
            WHERE \(sql: isOfTheTrack) AND next_at = \(Self.never)
                AND position = (SELECT min(position) FROM webhook_deliveries WHERE \(sql: isOfTheTrack))
            """)
        return true
    }

    /// It is to be tried again; what waits for it goes on waiting.
    ///
    /// - Parameters:
    ///   - delay: milliseconds from now.
    ///   - age: milliseconds after which it is given up instead.
    /// - Returns: whether it is given up.
    public func retryDelivery(
        _ delivery: WebhookDelivery, after delay: Int64, givingUpAfter age: Int64, in connection: Connection
    ) throws -> Bool {
        let now = connection.dialect.now
        guard try !endDelivery(delivery, where: "created_at + \(age) < \(sql: now)", in: connection) else {
            return true
        }
        try connection.execute(
            """
            UPDATE webhook_deliveries SET next_at = \(sql: now) + \(delay), updated_at = \(sql: now)
            WHERE webhook_id = \(delivery.webhook.id) AND news_id = \(delivery.newsID)
            """)
        return false
    }
}
