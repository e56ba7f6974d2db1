public import LatheDatabase

/// A master to be made into a revision of a track.
public struct Delivery: Sendable, Equatable {
    /// Whose turn it is when many wait.
    public var tenant: String
    /// For people.
    public var title: String
    /// Where it comes from; a later delivery from there is a new revision of the same track.
    public var source: String
    /// Identifies its content.
    public var masterVersion: String
    /// What it is to be made after.
    public var presetName: String
    /// Identifies the preset's content.
    public var presetHash: String

    /// Describes a delivery.
    public init(
        tenant: String, title: String, source: String, masterVersion: String, presetName: String, presetHash: String
    ) {
        self.tenant = tenant
        self.title = title
        self.source = source
        self.masterVersion = masterVersion
        self.presetName = presetName
        self.presetHash = presetHash
    }
}

extension Catalog {
    /// Finds or makes the track and the revision of a delivery: the same delivery twice is one revision.
    public func register(_ delivery: Delivery, in connection: Connection) throws -> (track: Track, revision: Revision) {
        let now = connection.dialect.now
        try connection.execute(
            """
            INSERT INTO tracks (id, tenant, title, source, name_key, search_text, created_at, updated_at)
            VALUES (
                \(UUIDv7().description), \(delivery.tenant), \(delivery.title), \(delivery.source),
                \(SearchWords(delivery.title).key), \(SearchWords.text(of: [delivery.title])), \(sql: now), \(sql: now))
            ON CONFLICT (tenant, source) DO NOTHING
            """)
        let track = try Self.written(
            connection.first(
                """
                SELECT \(sql: Track.columns) FROM tracks
                WHERE tenant = \(delivery.tenant) AND source = \(delivery.source)
                """
            ).map(Track.init))
        let revision = try addRevision(
            of: track.id, masterVersion: delivery.masterVersion, presetName: delivery.presetName,
            presetHash: delivery.presetHash, in: connection)
        return (track, revision)
    }

    /// Finds or makes a revision: the same content for the same preset is one.
    func addRevision(
        of track: Track.ID, masterVersion: String, presetName: String, presetHash: String, in connection: Connection
    ) throws -> Revision {
        let now = connection.dialect.now
        try connection.execute(
            """
            INSERT INTO revisions (
                id, track_id, master_version, preset_name, preset_hash, created_at, updated_at)
            VALUES (
                \(UUIDv7().description), \(track), \(masterVersion), \(presetName), \(presetHash), \(sql: now),
                \(sql: now))
            ON CONFLICT (track_id, master_version, preset_hash) DO NOTHING
            """)
        let row = try connection.first(
            """
            SELECT \(sql: Revision.columns) FROM revisions
            WHERE track_id = \(track) AND master_version = \(masterVersion) AND preset_hash = \(presetHash)
            """)
        return try Self.written(row.map(Revision.init))
    }
}
