public import LatheDatabase

/// What a listener's player needs of a track.
public struct Stream: Sendable, Equatable {
    /// What is heard.
    public let trackID: Track.ID
    /// Nil for what was delivered on the command line.
    public let albumID: Album.ID?
    /// For people.
    public let title: String
    /// Which revision is heard.
    public let revisionID: Revision.ID
    /// Where its package lies in the store.
    public let prefix: String
    /// Seconds.
    public let duration: Double
    /// Integrated, in LUFS; nil for silence.
    public let loudness: Double?
    /// dBTP; nil for silence.
    public let truePeak: Double?
    /// From the lowest bit rate to the highest.
    public let renditions: [PublishedPackage.Rendition]
}

/// Whether a track can be listened to.
public enum StreamAnswer: Sendable, Equatable {
    /// It can.
    case ready(Stream)
    /// No revision was published yet.
    case notReady
    /// It could once.
    case deleted
    /// There never was such a track.
    case unknown
}

extension Catalog {
    /// Whether a track can be listened to, and how: one statement, which reads each table by its key.
    public func stream(of track: Track.ID) async throws -> StreamAnswer {
        try await database.read { try self.stream(of: track, in: $0) }
    }

    /// The same in a caller's transaction.
    public func stream(of track: Track.ID, in connection: Connection) throws -> StreamAnswer {
        let rows = try connection.rows(Self.streamQuery(track))
        guard let first = rows.first else { return .unknown }
        let (deletedAt, prefix): (Int64?, String?) = (try first["deleted_at"], try first["prefix"])
        guard deletedAt == nil else { return .deleted }
        guard let prefix else { return .notReady }
        return .ready(
            Stream(
                trackID: track, albumID: try first["album_id"], title: try first["title"],
                revisionID: try first["revision"], prefix: prefix, duration: try first["duration"],
                loudness: try first["loudness"], truePeak: try first["true_peak"],
                renditions: try rows.compactMap { row in
                    let name: String? = try row["rendition"]
                    return try name.map { _ in try PublishedPackage.Rendition(row) }
                }))
    }

    static func streamQuery(_ track: Track.ID) -> SQL {
        """
        SELECT tracks.album_id, tracks.title, tracks.deleted_at, revisions.id AS revision, revisions.prefix,
            revisions.duration, revisions.loudness, revisions.true_peak, renditions.name AS rendition,
            renditions.codec, renditions.bits_per_second, renditions.sample_rate, renditions.channels,
            renditions.playlist, renditions.progressive
        FROM tracks
            LEFT JOIN revisions ON revisions.id = tracks.current_revision
            LEFT JOIN renditions ON renditions.revision_id = revisions.id
        WHERE tracks.id = \(track)
        ORDER BY renditions.bits_per_second, renditions.name
        """
    }
}
