public import LatheDatabase

extension Catalog {
    /// The catalogue's tables; forward only.
    public static let migrations = [
        tracks, library, playlists, requests, news, search, webhooks, releases, deliveryOrder, parts, sweeps, jobIndex,
        deliveries,
    ]

    private static let tracks = Migration(
        "catalog/0001-tracks",
        [
            """
            CREATE TABLE tracks (
                id TEXT PRIMARY KEY,
                tenant TEXT NOT NULL,
                title TEXT NOT NULL,
                source TEXT NOT NULL,
                current_revision TEXT,
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL,
                deleted_at BIGINT,
                UNIQUE (tenant, source)
            )
            """,
            """
            CREATE TABLE revisions (
                id TEXT PRIMARY KEY,
                track_id TEXT NOT NULL REFERENCES tracks (id),
                master_version TEXT NOT NULL,
                preset_name TEXT NOT NULL,
                preset_hash TEXT NOT NULL,
                prefix TEXT,
                package_sha256 TEXT,
                bytes BIGINT,
                duration DOUBLE PRECISION,
                loudness DOUBLE PRECISION,
                true_peak DOUBLE PRECISION,
                published_at BIGINT,
                retired_at BIGINT,
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL,
                UNIQUE (track_id, master_version, preset_hash)
            )
            """,
            """
            CREATE TABLE renditions (
                revision_id TEXT NOT NULL REFERENCES revisions (id),
                name TEXT NOT NULL,
                codec TEXT NOT NULL,
                bits_per_second BIGINT NOT NULL,
                sample_rate INTEGER NOT NULL,
                channels INTEGER NOT NULL,
                playlist TEXT,
                progressive TEXT,
                created_at BIGINT NOT NULL,
                PRIMARY KEY (revision_id, name)
            )
            """,
            // News for whoever wants to know, in the order of their ids; written with what they tell of.
            """
            CREATE TABLE outbox (
                id TEXT PRIMARY KEY,
                topic TEXT NOT NULL,
                tenant TEXT NOT NULL,
                subject TEXT NOT NULL,
                payload TEXT NOT NULL,
                created_at BIGINT NOT NULL
            )
            """,
        ])
}
