internal import LatheDatabase

extension Catalog {
    /// Users, artists and albums; what tracks and revisions have gained.
    ///
    /// `name_key` and `search_text` are the folded words of a name: see `SearchWords`. Rows of the version before have
    /// none until `Catalog.indexOldTracks` was there.
    static let library = Migration(
        "catalog/0002-library", sqlite: libraryTables(key: "TEXT"), postgreSQL: libraryTables(key: "TEXT COLLATE \"C\"")
    )

    /// - Parameter key: a type that is ordered by its bytes, whatever the database's language.
    private static func libraryTables(key: SQL) -> [SQL] {
        people(key: key) + [
            """
            CREATE TABLE albums (
                id TEXT PRIMARY KEY,
                artist_id TEXT NOT NULL REFERENCES artists (id),
                name TEXT NOT NULL,
                name_key \(sql: key) NOT NULL,
                search_text TEXT NOT NULL,
                version BIGINT NOT NULL DEFAULT 1,
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL,
                deleted_at BIGINT
            )
            """,
            "CREATE INDEX albums_name ON albums (name_key, id) WHERE deleted_at IS NULL",
            "CREATE INDEX albums_created ON albums (created_at, id) WHERE deleted_at IS NULL",
            "CREATE INDEX albums_artist_name ON albums (artist_id, name_key, id) WHERE deleted_at IS NULL",
            "CREATE INDEX albums_artist_created ON albums (artist_id, created_at, id) WHERE deleted_at IS NULL",
            "ALTER TABLE tracks ADD COLUMN album_id TEXT REFERENCES albums (id)",
            "ALTER TABLE tracks ADD COLUMN name_key \(sql: key) NOT NULL DEFAULT ''",
            "ALTER TABLE tracks ADD COLUMN search_text TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE tracks ADD COLUMN version BIGINT NOT NULL DEFAULT 1",
            "CREATE INDEX tracks_name ON tracks (name_key, id) WHERE deleted_at IS NULL",
            "CREATE INDEX tracks_created ON tracks (created_at, id) WHERE deleted_at IS NULL",
            "CREATE INDEX tracks_album_created ON tracks (album_id, created_at, id) WHERE deleted_at IS NULL",
            "CREATE INDEX tracks_album_name ON tracks (album_id, name_key, id) WHERE deleted_at IS NULL",
            "ALTER TABLE revisions ADD COLUMN job_id TEXT",
            "CREATE INDEX revisions_track ON revisions (track_id, id)",
        ]
    }

    private static func people(key: SQL) -> [SQL] {
        [
            """
            CREATE TABLE users (
                id TEXT PRIMARY KEY,
                subject TEXT NOT NULL UNIQUE,
                name TEXT NOT NULL,
                name_key \(sql: key) NOT NULL,
                role TEXT NOT NULL,
                password_hash TEXT,
                version BIGINT NOT NULL DEFAULT 1,
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL,
                deleted_at BIGINT
            )
            """,
            "CREATE INDEX users_name ON users (name_key, id) WHERE deleted_at IS NULL",
            "CREATE INDEX users_created ON users (created_at, id) WHERE deleted_at IS NULL",
            """
            CREATE TABLE artists (
                id TEXT PRIMARY KEY,
                name TEXT NOT NULL,
                name_key \(sql: key) NOT NULL,
                search_text TEXT NOT NULL,
                version BIGINT NOT NULL DEFAULT 1,
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL,
                deleted_at BIGINT
            )
            """,
            "CREATE INDEX artists_name ON artists (name_key, id) WHERE deleted_at IS NULL",
            "CREATE INDEX artists_created ON artists (created_at, id) WHERE deleted_at IS NULL",
            """
            CREATE TABLE artist_members (
                artist_id TEXT NOT NULL REFERENCES artists (id),
                subject TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL,
                deleted_at BIGINT,
                PRIMARY KEY (artist_id, subject)
            )
            """,
            "CREATE INDEX artist_members_subject ON artist_members (subject, artist_id) WHERE deleted_at IS NULL",
        ]
    }
}
