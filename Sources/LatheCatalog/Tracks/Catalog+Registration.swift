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
    /// Finds or makes the track and the revision of a delivery, which is its newest from now on: the same delivery twice
    /// is one revision.
    ///
    /// - Returns: with them, whether the content was known and others were delivered after it. It is to be heard again
    ///   then: the caller says `republish`, or lets a job make it again and says `remake`.
    public func register(
        _ delivery: Delivery, in connection: Connection
    ) throws -> (track: Track, revision: Revision, isReturn: Bool) {
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
        let (revision, isReturn) = try addRevision(
            of: track.id, masterVersion: delivery.masterVersion, presetName: delivery.presetName,
            presetHash: delivery.presetHash, in: connection)
        return (track, revision, isReturn)
    }

    /// Finds or makes a revision, the track's newest from now on: the same content for the same preset is one.
    func addRevision(
        of track: Track.ID, masterVersion: String, presetName: String, presetHash: String, in connection: Connection
    ) throws -> (revision: Revision, isReturn: Bool) {
        let now = connection.dialect.now
        let number = try nextDelivery(of: track, in: connection)
        let inserted = try connection.execute(
            """
            INSERT INTO revisions (
                id, track_id, delivery, master_version, preset_name, preset_hash, created_at, updated_at)
            VALUES (
                \(UUIDv7().description), \(track), \(number), \(masterVersion), \(presetName), \(presetHash),
                \(sql: now), \(sql: now))
            ON CONFLICT (track_id, master_version, preset_hash) DO NOTHING
            """)
        let row = try connection.first(
            """
            SELECT \(sql: Revision.columns) FROM revisions
            WHERE track_id = \(track) AND master_version = \(masterVersion) AND preset_hash = \(presetHash)
            """)
        let revision = try Self.written(row.map(Revision.init))
        guard inserted == 0, try newestRevision(of: track, in: connection)?.id != revision.id else {
            return (revision, false)
        }
        return (try renumber(revision, number, in: connection), true)
    }

    private func renumber(_ revision: Revision, _ number: Int64, in connection: Connection) throws -> Revision {
        let row = try connection.first(
            """
            UPDATE revisions SET delivery = \(number), updated_at = \(sql: connection.dialect.now)
            WHERE id = \(revision.id) RETURNING \(sql: Revision.columns)
            """)
        return try Self.written(row.map(Revision.init))
    }
}
