public import LatheDatabase

/// A master to be made into a revision of a track.
public struct Delivery: Sendable, Equatable {
    public var tenant: String
    public var title: String
    /// Where it comes from; a later delivery from there is a new revision of the same track.
    public var source: String
    /// Identifies its content.
    public var masterVersion: String
    public var presetName: String
    /// Identifies the preset's content.
    public var presetHash: String

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
            INSERT INTO tracks (id, tenant, title, source, created_at, updated_at)
            VALUES (
                \(UUIDv7().description), \(delivery.tenant), \(delivery.title), \(delivery.source), \(sql: now), \(sql: now))
            ON CONFLICT (tenant, source) DO NOTHING
            """)
        let track = try found(
            connection.first(
                """
                SELECT \(sql: Track.columns) FROM tracks
                WHERE tenant = \(delivery.tenant) AND source = \(delivery.source)
                """
            ).map(Track.init))
        try connection.execute(
            """
            INSERT INTO revisions (
                id, track_id, master_version, preset_name, preset_hash, created_at, updated_at)
            VALUES (
                \(UUIDv7().description), \(track.id), \(delivery.masterVersion), \(delivery.presetName),
                \(delivery.presetHash), \(sql: now), \(sql: now))
            ON CONFLICT (track_id, master_version, preset_hash) DO NOTHING
            """)
        let revision = try found(
            connection.first(
                """
                SELECT \(sql: Revision.columns) FROM revisions
                WHERE track_id = \(track.id) AND master_version = \(delivery.masterVersion)
                    AND preset_hash = \(delivery.presetHash)
                """
            ).map(Revision.init))
        return (track, revision)
    }

    private func found<Record>(_ record: Record?) throws -> Record {
        guard let record else { throw CatalogError.vanished }
        return record
    }
}

/// What goes wrong in the catalogue beside the database itself.
public enum CatalogError: Error, Equatable {
    /// A row that was just written is not there.
    case vanished
    /// There is no such revision.
    case unknownRevision(Revision.ID)
}

extension CatalogError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .vanished: "cannot register a master: its row vanished while it was written."
        case .unknownRevision(let id): "cannot publish revision \(id): there is none."
        }
    }
}
