public import LatheDatabase

/// What is shown of a track in a list, or alone.
public struct TrackOverview: Sendable, Equatable {
    /// Deleted ones, too.
    public let track: Track
    /// Where it belongs; nil for what was delivered on the command line.
    public let albumTitle: String?
    /// As before.
    public let artist: Owner?
    /// What is heard; nil before a revision is published.
    public let published: Stream?
    /// The job that makes a newer revision than what is heard.
    public let pendingJob: String?

    /// The artist of a track's album.
    public struct Owner: Sendable, Equatable {
        /// A UUIDv7.
        public let id: Artist.ID
        /// For people.
        public let name: String
    }
}

extension Catalog {
    /// All that lists show of tracks: two statements, however many there are.
    /// - Returns: those that there are, in the order asked for.
    public func overviews(of ids: [Track.ID], in connection: Connection) throws -> [TrackOverview] {
        guard !ids.isEmpty else { return [] }
        let rows = try connection.rows(Self.overviewQuery(ids))
        let revisions: [Revision.ID] = try rows.compactMap { try $0["current_revision"] }
        let renditions = try self.renditions(of: revisions, in: connection)
        let found = try rows.map { row in
            let overview = try TrackOverview(row, renditions)
            return (overview.track.id, overview)
        }
        let byID = Dictionary(found) { first, _ in first }
        return ids.compactMap { byID[$0] }
    }

    private static func overviewQuery(_ ids: [Track.ID]) -> SQL {
        """
        SELECT tracks.id, tracks.tenant, tracks.title, tracks.source, tracks.album_id, tracks.current_revision,
            tracks.version, tracks.created_at, tracks.updated_at, tracks.deleted_at, albums.name AS album,
            artists.id AS artist_id, artists.name AS artist_name, heard.prefix, heard.duration, heard.loudness,
            heard.true_peak, newest.job_id, newest.published_at
        FROM tracks
            LEFT JOIN albums ON albums.id = tracks.album_id
            LEFT JOIN artists ON artists.id = albums.artist_id
            LEFT JOIN revisions AS heard ON heard.id = tracks.current_revision
            LEFT JOIN revisions AS newest ON newest.id = (\(sql: newestRevision(of: "tracks.id")))
        WHERE tracks.id IN (\(list: ids))
        """
    }

    private func renditions(
        of revisions: [Revision.ID], in connection: Connection
    ) throws -> [Revision.ID: [PublishedPackage.Rendition]] {
        guard !revisions.isEmpty else { return [:] }
        let rows = try connection.rows(
            """
            SELECT revision_id, name AS rendition, codec, bits_per_second, sample_rate, channels, playlist, progressive
            FROM renditions WHERE revision_id IN (\(list: revisions)) ORDER BY bits_per_second, name
            """)
        return try rows.reduce(into: [:]) { all, row in
            try all[row["revision_id"], default: []].append(PublishedPackage.Rendition(row))
        }
    }
}

extension TrackOverview {
    fileprivate init(_ row: Row, _ renditions: [Revision.ID: [PublishedPackage.Rendition]]) throws {
        track = try Track(row)
        albumTitle = try row["album"]
        let artistID: String? = try row["artist_id"]
        artist = try artistID.map { Owner(id: $0, name: try row["artist_name"]) }
        let publishedAt: Int64? = try row["published_at"]
        pendingJob = publishedAt == nil ? try row["job_id"] : nil
        guard let revision = track.currentRevision, let prefix = try row["prefix"] as String? else {
            published = nil
            return
        }
        published = Stream(
            trackID: track.id, albumID: track.albumID, title: track.title, revisionID: revision, prefix: prefix,
            duration: try row["duration"], loudness: try row["loudness"], truePeak: try row["true_peak"],
            renditions: renditions[revision] ?? [])
    }
}
