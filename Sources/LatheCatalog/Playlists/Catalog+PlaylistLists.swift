public import LatheDatabase

/// A track at its place in a playlist.
public struct PlaylistEntry: Sendable, Equatable {
    /// Rises along the playlist, with gaps.
    public let position: Int64
    /// Never a deleted one.
    public let track: Track
}

extension Catalog {
    /// A page of what the actor may see in a list: its own playlists and everyone's public ones, the newest first.
    ///
    /// Two ranges of two indexes, merged; not one condition, which would have to read all there are.
    public func playlists(
        for actor: Actor, _ request: PageRequest = PageRequest(), in connection: Connection
    ) throws -> Page<Playlist> {
        let own: Page<Playlist> = try connection.page(request, where: "owner = \(actor.subject)")
        let others: Page<Playlist> = try connection.page(
            request, where: "is_public AND owner <> \(actor.subject)")
        let all = (own.items + others.items).sorted { ($1.createdAt, $1.id) < ($0.createdAt, $0.id) }
        let items = Array(all.prefix(request.limit))
        let isLast = own.next == nil && others.next == nil && all.count <= request.limit
        guard !isLast, let last = items.last else { return Page(items: items, next: nil) }
        return Page(items: items, next: Cursor(order: .newest, key: .time(last.createdAt), id: last.id))
    }

    /// How many tracks these playlists have; an empty one is not in it.
    public func trackCounts(ofPlaylists ids: [Playlist.ID], in connection: Connection) throws -> [Playlist.ID: Int] {
        let rows = try connection.rows(
            """
            SELECT playlist_id, count(*) AS count
            FROM playlist_tracks JOIN tracks ON tracks.id = track_id AND tracks.deleted_at IS NULL
            WHERE playlist_id IN (\(list: ids)) GROUP BY playlist_id
            """)
        return Dictionary(try rows.map { (try $0["playlist_id"], try $0["count"]) }) { first, _ in first }
    }

    /// A part of a playlist, in its order.
    /// - Parameter position: where the part before ended.
    public func entries(
        of playlist: Playlist.ID, after position: Int64?, limit: Int, in connection: Connection
    ) throws -> [PlaylistEntry] {
        let rows = try connection.rows(
            """
            SELECT \(sql: Track.columns), position FROM tracks JOIN (
                SELECT track_id, position FROM playlist_tracks WHERE playlist_id = \(playlist)
            ) AS entries ON entries.track_id = tracks.id
            WHERE deleted_at IS NULL AND position > \(position ?? -1)
            ORDER BY position LIMIT \(limit)
            """)
        return try rows.map { PlaylistEntry(position: try $0["position"], track: try Track($0)) }
    }
}
