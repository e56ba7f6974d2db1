internal import LatheDatabase

extension Catalog {
    /// What requests leave behind for the next one.
    static let requests = Migration(
        "catalog/0004-requests",
        [
            """
            CREATE TABLE uploads (
                id TEXT PRIMARY KEY,
                owner TEXT NOT NULL,
                object_key TEXT NOT NULL UNIQUE,
                declared_bytes BIGINT,
                content_type TEXT,
                sha256 TEXT,
                received_bytes BIGINT NOT NULL DEFAULT 0,
                state TEXT NOT NULL,
                expires_at BIGINT NOT NULL,
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL,
                deleted_at BIGINT
            )
            """,
            "CREATE INDEX uploads_expiry ON uploads (expires_at) WHERE state IN ('open', 'complete')",
            """
            CREATE TABLE idempotency_keys (
                subject TEXT NOT NULL,
                key TEXT NOT NULL,
                request_hash TEXT NOT NULL,
                status INTEGER,
                headers TEXT,
                body TEXT,
                expires_at BIGINT NOT NULL,
                created_at BIGINT NOT NULL,
                PRIMARY KEY (subject, key)
            )
            """,
            "CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at)",
        ])
}
