public import LatheDatabase

extension Catalog {
    /// Makes an album.
    /// - Returns: nil where the artist does not exist, or the actor is no member of it.
    public func createAlbum(
        _ details: AlbumDetails, of artistID: Artist.ID, by actor: Actor, in connection: Connection
    ) throws -> Album? {
        let artist: Artist? = try connection.find(artistID, where: actor.isMember(of: "artists.id"), .shared)
        guard let artist else { return nil }
        let now = connection.dialect.now
        let row = try connection.first(
            """
            INSERT INTO albums (id, artist_id, name, released_on, name_key, search_text, created_at, updated_at)
            VALUES (
                \(UUIDv7().description), \(artist.id), \(details.name), \(details.releasedOn),
                \(SearchWords(details.name).key), \(SearchWords.text(of: [details.name, artist.name])), \(sql: now),
                \(sql: now))
            RETURNING \(sql: Album.columns)
            """)
        return try Self.written(row.map(Album.init))
    }

    /// An album; nil where there is none.
    public func album(_ id: Album.ID, in connection: Connection) throws -> Album? { try connection.find(id) }

    /// A page of all albums, or of an artist's.
    public func albums(
        of artist: Artist.ID? = nil, _ request: PageRequest = PageRequest(), in connection: Connection
    ) throws -> Page<Album> {
        try connection.page(request, where: artist.map { "artist_id = \($0)" } ?? "1 = 1")
    }

    /// Replaces an album's details: also in what its tracks are found by.
    /// - Parameter version: the one that the change was made for; nil for any.
    public func updateAlbum(
        _ id: Album.ID, to details: AlbumDetails, ifVersion version: Int?, by actor: Actor, in connection: Connection
    ) throws -> Change<Album> {
        let change: Change<Album> = try connection.change(
            id, ifVersion: version, where: actor.isMember(of: "albums.artist_id"),
            set: """
                name = \(details.name), name_key = \(SearchWords(details.name).key), released_on = \(details.releasedOn)
                """)
        if case .done = change { try refreshWords(ofAlbums: "id = \(id)", in: connection) }
        return change
    }

    /// Deletes an album that has no tracks.
    public func deleteAlbum(
        _ id: Album.ID, ifVersion version: Int? = nil, by actor: Actor, in connection: Connection
    ) throws -> Deletion<Album> {
        // Locked before the question is asked: who adds a track meanwhile waits.
        let album: Album? = try connection.find(id, where: actor.isMember(of: "albums.artist_id"), .exclusive)
        guard album != nil else { return .notFound }
        let track = try connection.first(
            "SELECT id FROM tracks WHERE album_id = \(id) AND deleted_at IS NULL LIMIT 1")
        guard track == nil else { return .notEmpty }
        return Deletion(
            try connection.change(
                id, ifVersion: version, set: "deleted_at = \(sql: connection.dialect.now)"))
    }
}
