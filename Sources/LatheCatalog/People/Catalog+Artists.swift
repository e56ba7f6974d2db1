public import LatheDatabase

extension Catalog {
    /// Makes an artist, whose first member the actor is.
    public func createArtist(named name: String, by actor: Actor, in connection: Connection) throws -> Artist {
        let now = connection.dialect.now
        let words = SearchWords(name)
        let row = try connection.first(
            """
            INSERT INTO artists (id, name, name_key, search_text, created_at, updated_at)
            VALUES (
                \(UUIDv7().description), \(name), \(words.key), \(SearchWords.text(of: [name])), \(sql: now),
                \(sql: now))
            RETURNING \(sql: Artist.columns)
            """)
        let artist = try Self.written(row.map(Artist.init))
        try join(artist.id, actor.subject, in: connection)
        return artist
    }

    /// An artist; nil where there is none.
    public func artist(_ id: Artist.ID, in connection: Connection) throws -> Artist? { try connection.find(id) }

    /// A page of all artists.
    public func artists(_ request: PageRequest = PageRequest(), in connection: Connection) throws -> Page<Artist> {
        try connection.page(request)
    }

    /// Names an artist anew: also in what its albums and tracks are found by.
    /// - Parameter version: the one that the change was made for; nil for any.
    public func renameArtist(
        _ id: Artist.ID, to name: String, ifVersion version: Int?, by actor: Actor, in connection: Connection
    ) throws -> Change<Artist> {
        let change: Change<Artist> = try connection.change(
            id, ifVersion: version, where: actor.isMember(of: "artists.id"),
            set: """
                name = \(name), name_key = \(SearchWords(name).key), search_text = \(SearchWords.text(of: [name]))
                """)
        if case .done = change { try refreshWords(ofAlbums: "artist_id = \(id)", in: connection) }
        return change
    }

    /// Deletes an artist that has no albums.
    public func deleteArtist(
        _ id: Artist.ID, ifVersion version: Int? = nil, by actor: Actor, in connection: Connection
    ) throws -> Deletion<Artist> {
        // Locked before the question is asked: who adds an album meanwhile waits.
        let artist: Artist? = try connection.find(id, where: actor.isMember(of: "artists.id"), .exclusive)
        guard artist != nil else { return .notFound }
        let album = try connection.first(
            "SELECT id FROM albums WHERE artist_id = \(id) AND deleted_at IS NULL LIMIT 1")
        guard album == nil else { return .notEmpty }
        return Deletion(
            try connection.change(
                id, ifVersion: version, set: "deleted_at = \(sql: connection.dialect.now)"))
    }
}
