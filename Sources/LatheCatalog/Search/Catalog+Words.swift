internal import LatheDatabase

extension Catalog {
    /// Writes anew what albums and their tracks are found by, after a name above them has changed.
    ///
    /// Keys are folded words already: the database only joins them.
    func refreshWords(ofAlbums condition: SQL, in connection: Connection) throws {
        try connection.execute(
            """
            UPDATE albums SET search_text =
                name_key || ' ' || (SELECT search_text FROM artists WHERE artists.id = albums.artist_id)
            WHERE deleted_at IS NULL AND \(sql: condition)
            """)
        try connection.execute(
            """
            UPDATE tracks SET search_text =
                name_key || ' ' || (SELECT search_text FROM albums WHERE albums.id = tracks.album_id)
            WHERE deleted_at IS NULL AND album_id IN (
                SELECT id FROM albums WHERE deleted_at IS NULL AND \(sql: condition))
            """)
    }

    func refreshWords(ofTrack track: Track, in connection: Connection) throws {
        guard track.albumID != nil else { return }
        try connection.execute(
            """
            UPDATE tracks SET search_text =
                name_key || ' ' || (SELECT search_text FROM albums WHERE albums.id = tracks.album_id)
            WHERE id = \(track.id)
            """)
    }

    /// Makes tracks findable that an older version of Lathe wrote.
    ///
    /// - Parameter limit: of how many in one transaction.
    /// - Returns: how many there were; zero when all are done.
    public func indexOldTracks(limit: Int = 500) async throws -> Int {
        try await database.write { connection in
            let rows = try connection.rows(
                "SELECT id, title FROM tracks WHERE name_key = '' AND deleted_at IS NULL ORDER BY id LIMIT \(limit)")
            for row in rows {
                let (id, title): (String, String) = (try row["id"], try row["title"])
                let words = SearchWords(title)
                try connection.execute(
                    """
                    UPDATE tracks SET name_key = \(words.key),
                        search_text = \(SearchWords.text(of: [title]))
                    WHERE id = \(id) AND title = \(title) AND name_key = ''
                    """)
            }
            return rows.count
        }
    }
}
