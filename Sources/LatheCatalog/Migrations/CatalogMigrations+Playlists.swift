internal import LatheDatabase

extension Catalog {
    static let playlists = Migration(
        "catalog/0003-playlists", sqlite: playlistTables(key: "TEXT"),
        postgreSQL: playlistTables(key: "TEXT COLLATE \"C\""))

    private static func playlistTables(key: SQL) -> [SQL] {
        [
            """
            CREATE TABLE playlists (
                id TEXT PRIMARY KEY,
                owner TEXT NOT NULL,
                name TEXT NOT NULL,
                name_key \(sql: key) NOT NULL,
                is_public BOOLEAN NOT NULL,
                version BIGINT NOT NULL DEFAULT 1,
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL,
                deleted_at BIGINT
            )
            """,
            "CREATE INDEX playlists_owner_name ON playlists (owner, name_key, id) WHERE deleted_at IS NULL",
            "CREATE INDEX playlists_owner_created ON playlists (owner, created_at, id) WHERE deleted_at IS NULL",
            "CREATE INDEX playlists_public_name ON playlists (name_key, id) WHERE deleted_at IS NULL AND is_public",
            "CREATE INDEX playlists_public_created ON playlists (created_at, id) WHERE deleted_at IS NULL AND is_public",
            """
            CREATE TABLE playlist_tracks (
                playlist_id TEXT NOT NULL REFERENCES playlists (id),
                position BIGINT NOT NULL,
                track_id TEXT NOT NULL REFERENCES tracks (id),
                created_at BIGINT NOT NULL,
                PRIMARY KEY (playlist_id, position)
            )
            """,
        ]
    }
}
