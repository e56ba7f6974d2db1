internal import FoundationEssentials
public import LatheDatabase

extension Catalog {
    /// The tracks of a playlist in its order. Deleted ones are left out, and come from nowhere back.
    public func tracks(of playlist: Playlist.ID, in connection: Connection) throws -> [Track] {
        try connection.rows(
            """
            SELECT \(sql: Track.columns) FROM tracks JOIN (
                SELECT track_id, position FROM playlist_tracks WHERE playlist_id = \(playlist)
            ) AS entries ON entries.track_id = tracks.id
            WHERE deleted_at IS NULL ORDER BY entries.position
            """
        ).map(Track.init)
    }

    /// Replaces the tracks of a playlist: to add, to remove and to move are the same to it. A track may be there twice.
    /// - Parameter version: the one that the change was made for; nil for any.
    public func setTracks(
        of id: Playlist.ID, to tracks: [Track.ID], ifVersion version: Int?, by actor: Actor, in connection: Connection
    ) throws -> PlaylistChange {
        guard tracks.count <= Playlist.maximumLength else { return .tooLong }
        let current: Playlist? = try connection.find(id, where: actor.owns("owner"), .exclusive)
        guard let current else { return .notFound }
        if let version, version != current.version { return .conflict(current: current) }
        let entries = try Self.entries(tracks, connection.dialect)
        let unknown = try connection.rows(
            """
            SELECT entries.track_id FROM (\(sql: entries)) AS entries
                LEFT JOIN tracks ON tracks.id = entries.track_id AND tracks.deleted_at IS NULL
            WHERE tracks.id IS NULL ORDER BY entries.position
            """)
        guard unknown.isEmpty else { return .unknownTracks(try unknown.map { try $0["track_id"] }) }
        try connection.execute("DELETE FROM playlist_tracks WHERE playlist_id = \(id)")
        try connection.execute(
            """
            INSERT INTO playlist_tracks (playlist_id, position, track_id, created_at)
            SELECT \(id), entries.position, entries.track_id, \(sql: connection.dialect.now)
            FROM (\(sql: entries)) AS entries
            """)
        let change: Change<Playlist> = try connection.change(id, ifVersion: current.version)
        guard case .done(let playlist) = change else { throw CatalogError.vanished }
        return .done(playlist)
    }

    /// As rows with a position: one value in one statement, however many there are.
    private static func entries(_ tracks: [Track.ID], _ dialect: Dialect) throws -> SQL {
        let json = String(decoding: try JSONEncoder().encode(tracks), as: UTF8.self)
        switch dialect {
        case .sqlite: return "SELECT key AS position, value AS track_id FROM json_each(\(json))"
        case .postgreSQL:
            return """
                SELECT number AS position, value AS track_id
                FROM json_array_elements_text(CAST(\(json) AS json)) WITH ORDINALITY AS entry (value, number)
                """
        }
    }
}
