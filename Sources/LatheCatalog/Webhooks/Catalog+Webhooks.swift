public import LatheDatabase

extension Catalog {
    /// Registers a webhook; nil where the actor has as many as it may.
    ///
    /// - Parameters:
    ///   - topics: words without spaces; none for all.
    ///   - limit: how many an owner may have.
    public func addWebhook(
        _ url: String, topics: [String], secret: String, limit: Int, by actor: Actor, in connection: Connection
    ) throws -> Webhook? {
        try connection.takeTurn(at: "webhooks of \(actor.subject)")
        let row = try connection.first(
            "SELECT count(*) AS number FROM webhooks WHERE owner = \(actor.subject) AND deleted_at IS NULL")
        let number: Int = try row?["number"] ?? 0
        guard number < limit else { return nil }
        let now = connection.dialect.now
        return try Self.written(
            connection.first(
                """
                INSERT INTO webhooks (id, owner, sees_all, url, topics, secret, created_at, updated_at)
                VALUES (
                    \(UUIDv7().description), \(actor.subject), \(actor.isUnrestricted), \(url),
                    \(topics.joined(separator: " ")), \(secret), \(sql: now), \(sql: now))
                RETURNING \(sql: Webhook.columns)
                """
            ).map(Webhook.init))
    }

    /// Someone's webhooks, the oldest first.
    public func webhooks(of owner: String, in connection: Connection) throws -> [Webhook] {
        try connection.rows(
            """
            SELECT \(sql: Webhook.columns) FROM webhooks WHERE owner = \(owner) AND deleted_at IS NULL
            ORDER BY created_at, id LIMIT 1000
            """
        ).map(Webhook.init)
    }

    /// Ends a webhook, and what was on its way there; false where the actor has none of that id.
    public func deleteWebhook(_ id: Webhook.ID, by actor: Actor, in connection: Connection) throws -> Bool {
        let now = connection.dialect.now
        let count = try connection.execute(
            """
            UPDATE webhooks SET deleted_at = \(sql: now), updated_at = \(sql: now)
            WHERE id = \(id) AND deleted_at IS NULL AND \(sql: actor.owns("owner"))
            """)
        guard count > 0 else { return false }
        try connection.execute("DELETE FROM webhook_deliveries WHERE webhook_id = \(id)")
        return true
    }
}
