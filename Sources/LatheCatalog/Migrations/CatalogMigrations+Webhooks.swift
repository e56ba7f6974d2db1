internal import LatheDatabase

extension Catalog {
    /// Who is told of news elsewhere, and what they are still to be told.
    static let webhooks = Migration(
        "catalog/0007-webhooks",
        [
            """
            CREATE TABLE webhooks (
                id TEXT PRIMARY KEY,
                owner TEXT NOT NULL,
                sees_all BOOLEAN NOT NULL,
                url TEXT NOT NULL,
                topics TEXT NOT NULL,
                secret TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL,
                deleted_at BIGINT
            )
            """,
            "CREATE INDEX webhooks_owner ON webhooks (owner, created_at, id) WHERE deleted_at IS NULL",
            """
            CREATE TABLE webhook_deliveries (
                webhook_id TEXT NOT NULL REFERENCES webhooks (id),
                news_id TEXT NOT NULL,
                topic TEXT NOT NULL,
                body TEXT NOT NULL,
                attempt INTEGER NOT NULL DEFAULT 0,
                next_at BIGINT NOT NULL,
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL,
                PRIMARY KEY (webhook_id, news_id)
            )
            """,
            "CREATE INDEX webhook_deliveries_next ON webhook_deliveries (next_at)",
        ])
}
