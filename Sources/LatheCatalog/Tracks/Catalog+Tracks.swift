public import LatheDatabase

extension Catalog {
    /// A track; nil where there is none.
    public func track(_ id: Track.ID, in connection: Connection) throws -> Track? { try connection.find(id) }

    /// A track that the actor may change; nil where there is none.
    public func track(_ id: Track.ID, ownedBy actor: Actor, in connection: Connection) throws -> Track? {
        try connection.find(id, where: actor.isMember(ofArtistOf: "tracks.album_id"))
    }

    /// A page of all tracks, or of an album's.
    public func tracks(
        on album: Album.ID? = nil, _ request: PageRequest = PageRequest(), in connection: Connection
    ) throws -> Page<Track> {
        try connection.page(request, where: album.map { "album_id = \($0)" } ?? "1 = 1")
    }

    /// Gives a track another title.
    /// - Parameter version: the one that the change was made for; nil for any.
    public func retitleTrack(
        _ id: Track.ID, to title: String, ifVersion version: Int?, by actor: Actor, in connection: Connection
    ) throws -> Change<Track> {
        let change: Change<Track> = try connection.change(
            id, ifVersion: version, where: actor.isMember(ofArtistOf: "tracks.album_id"),
            set: """
                title = \(title), name_key = \(SearchWords(title).key), search_text = \(SearchWords.text(of: [title]))
                """)
        if case .done(let track) = change {
            try refreshWords(ofTrack: track, in: connection)
            try announce(.trackUpdated, of: track, in: connection)
        }
        return change
    }

    /// Puts a track on another album, which may be another artist's.
    ///
    /// - Returns: also `notFound` where the album does not exist, or the actor is no member of its artist.
    public func moveTrack(
        _ id: Track.ID, to albumID: Album.ID, ifVersion version: Int?, by actor: Actor, in connection: Connection
    ) throws -> Change<Track> {
        // Locked, so that it cannot be deleted as an empty one meanwhile.
        let album: Album? = try connection.find(albumID, where: actor.isMember(of: "albums.artist_id"), .shared)
        guard let album else { return .notFound }
        let change: Change<Track> = try connection.change(
            id, ifVersion: version, where: actor.isMember(ofArtistOf: "tracks.album_id"),
            set: "album_id = \(album.id), tenant = \(album.artistID)")
        if case .done(let track) = change {
            try refreshWords(ofTrack: track, in: connection)
            try announce(.trackUpdated, of: track, in: connection)
        }
        return change
    }

    /// Deletes a track. Its packages are garbage from now on; whoever listens may do so to the end of the grace period.
    ///
    /// - Returns: with it the jobs that would still make revisions of it: for the caller to cancel.
    public func deleteTrack(
        _ id: Track.ID, ifVersion version: Int? = nil, by actor: Actor, in connection: Connection
    ) throws -> (change: Change<Track>, jobs: [String]) {
        let now = connection.dialect.now
        let change: Change<Track> = try connection.change(
            id, ifVersion: version, where: actor.isMember(ofArtistOf: "tracks.album_id"),
            // The source is free for a new track.
            set: "deleted_at = \(sql: now), source = source || '#deleted-' || id")
        guard case .done(let track) = change else { return (change, []) }
        let unfinished = try connection.rows(
            "SELECT job_id FROM revisions WHERE track_id = \(id) AND published_at IS NULL AND job_id IS NOT NULL")
        try retire("track_id = \(id)", in: connection)
        try announce(.trackDeleted, of: track, in: connection)
        return (change, try unfinished.map { try $0["job_id"] })
    }
}
