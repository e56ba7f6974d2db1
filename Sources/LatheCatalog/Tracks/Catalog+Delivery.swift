public import LatheDatabase

/// An upload to be made into a revision.
public struct UploadedMaster: Sendable, Equatable {
    /// Issued to the actor, complete and not used yet.
    public var upload: Upload.ID
    /// What it is to be made after.
    public var presetName: String
    /// Identifies the preset's content.
    public var presetHash: String

    /// Describes a master.
    public init(upload: Upload.ID, presetName: String, presetHash: String) {
        self.upload = upload
        self.presetName = presetName
        self.presetHash = presetHash
    }
}

/// What an accepted upload became: the caller enqueues its job in the same transaction, and says so with `assign(job:)`.
public struct AcceptedMaster: Sendable, Equatable {
    /// As it is now.
    public let track: Track
    /// To be made from the upload.
    public let revision: Revision
    /// Used up.
    public let upload: Upload
}

/// What the delivery of an upload came to; unless it was accepted, nothing has changed.
public enum DeliveryOutcome: Sendable, Equatable {
    /// There is a new revision.
    case accepted(AcceptedMaster)
    /// The album, or the track, does not exist or is none of the actor's business.
    case notFound
    /// The track is not in the version that the delivery was made for.
    case conflict(current: Track)
    /// The upload cannot be used.
    case refused(UploadRefusal)
}

extension Catalog {
    /// Makes a track of an upload.
    ///
    /// Its tenant is the artist: tracks of many artists take turns to be transcoded.
    public func createTrack(
        titled title: String, on albumID: Album.ID, from master: UploadedMaster, by actor: Actor,
        in connection: Connection
    ) throws -> DeliveryOutcome {
        // Locked, so that it cannot be deleted as an empty one meanwhile.
        let album: Album? = try connection.find(albumID, where: actor.isMember(of: "albums.artist_id"), .shared)
        guard let album else { return .notFound }
        switch try useUpload(master.upload, by: actor.subject, in: connection) {
        case .refused(let reason): return .refused(reason)
        case .used(let upload):
            let track = try insertTrack(title, on: album, source: "upload:\(upload.id)", in: connection)
            try announce(.trackCreated, of: track, in: connection)
            return .accepted(try deliver(upload, master, to: track, in: connection))
        }
    }

    /// Makes an upload the newest revision of a track; the one before is heard until this is published.
    /// - Parameter version: the one that the delivery was made for; nil for any.
    public func updateTrack(
        _ id: Track.ID, from master: UploadedMaster, ifVersion version: Int?, by actor: Actor,
        in connection: Connection
    ) throws -> DeliveryOutcome {
        let ownership = actor.isMember(ofArtistOf: "tracks.album_id")
        // Locked and compared first: an upload must not be used up for a conflict.
        let current: Track? = try connection.find(id, where: ownership, .exclusive)
        guard let current else { return .notFound }
        if let version, version != current.version { return .conflict(current: current) }
        switch try useUpload(master.upload, by: actor.subject, in: connection) {
        case .refused(let reason): return .refused(reason)
        case .used(let upload):
            let change: Change<Track> = try connection.change(id, ifVersion: current.version)
            guard case .done(let track) = change else { throw CatalogError.vanished }
            try announce(.trackUpdated, of: track, in: connection)
            return .accepted(try deliver(upload, master, to: track, in: connection))
        }
    }

    private func insertTrack(
        _ title: String, on album: Album, source: String, in connection: Connection
    ) throws -> Track {
        let now = connection.dialect.now
        let row = try connection.first(
            """
            INSERT INTO tracks (
                id, tenant, title, source, album_id, name_key, search_text, created_at, updated_at)
            SELECT \(UUIDv7().description), \(album.artistID), \(title), \(source), id, \(SearchWords(title).key),
                \(SearchWords.text(of: [title])) || ' ' || search_text, \(sql: now), \(sql: now)
            FROM albums WHERE id = \(album.id)
            RETURNING \(sql: Track.columns)
            """)
        return try Self.written(row.map(Track.init))
    }

    /// Every upload is a revision of its own: whoever delivers an old master again wants to hear it again.
    private func deliver(
        _ upload: Upload, _ master: UploadedMaster, to track: Track, in connection: Connection
    ) throws -> AcceptedMaster {
        let revision = try addRevision(
            of: track.id, masterVersion: "upload:\(upload.id)", presetName: master.presetName,
            presetHash: master.presetHash, in: connection
        ).revision
        return AcceptedMaster(track: track, revision: revision, upload: upload)
    }
}
