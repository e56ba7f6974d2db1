public import LatheDatabase

extension Catalog {
    /// Makes an empty playlist of the actor's.
    public func createPlaylist(
        named name: String, isPublic: Bool, by actor: Actor, in connection: Connection
    ) throws -> Playlist {
        let now = connection.dialect.now
        let row = try connection.first(
            """
            INSERT INTO playlists (id, owner, name, name_key, is_public, created_at, updated_at)
            VALUES (
                \(UUIDv7().description), \(actor.subject), \(name), \(SearchWords(name).key), \(isPublic), \(sql: now),
                \(sql: now))
            RETURNING \(sql: Playlist.columns)
            """)
        return try Self.written(row.map(Playlist.init))
    }

    /// A playlist that is public or the actor's; nil where there is none.
    public func playlist(_ id: Playlist.ID, for actor: Actor, in connection: Connection) throws -> Playlist? {
        try connection.find(id, where: "(is_public OR \(sql: actor.owns("owner")))")
    }

    /// A page of what a subject owns: all of it, or only what is public.
    public func playlists(
        of owner: String, onlyPublic: Bool, _ request: PageRequest = PageRequest(), in connection: Connection
    ) throws -> Page<Playlist> {
        try connection.page(request, where: "owner = \(owner)\(sql: onlyPublic ? " AND is_public" : "")")
    }

    /// A page of everyone's public playlists.
    public func publicPlaylists(
        _ request: PageRequest = PageRequest(), in connection: Connection
    ) throws -> Page<Playlist> {
        try connection.page(request, where: "is_public")
    }

    /// Names a playlist anew, and says who may see it.
    /// - Parameter version: the one that the change was made for; nil for any.
    public func updatePlaylist(
        _ id: Playlist.ID, name: String, isPublic: Bool, ifVersion version: Int?, by actor: Actor,
        in connection: Connection
    ) throws -> Change<Playlist> {
        try connection.change(
            id, ifVersion: version, where: actor.owns("owner"),
            set: "name = \(name), name_key = \(SearchWords(name).key), is_public = \(isPublic)")
    }

    /// Deletes a playlist.
    public func deletePlaylist(
        _ id: Playlist.ID, ifVersion version: Int? = nil, by actor: Actor, in connection: Connection
    ) throws -> Change<Playlist> {
        try connection.change(
            id, ifVersion: version, where: actor.owns("owner"), set: "deleted_at = \(sql: connection.dialect.now)")
    }
}
