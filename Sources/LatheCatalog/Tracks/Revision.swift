internal import LatheDatabase

/// A master's way to listeners: one delivery, made after one preset.
public struct Revision: Sendable, Equatable, Identifiable {
    /// A UUIDv7.
    public let id: String
    /// What it is a revision of.
    public let trackID: Track.ID
    /// Rises with each delivery to the track; that of the last by which this one came.
    public let delivery: Int64
    /// Identifies the master's content.
    public let masterVersion: String
    /// What it is made after.
    public let presetName: String
    /// Identifies the preset's content.
    public let presetHash: String
    /// What makes it; nil where nobody said so.
    public let jobID: String?
    /// Where its package lies in the store; nil before it is published.
    public let prefix: String?
    /// Milliseconds since 1970.
    public let publishedAt: Int64?
    /// When a newer one took its place, or its track was deleted. Milliseconds since 1970.
    public let retiredAt: Int64?
}

extension Revision {
    static let columns: SQL = """
        id, track_id, delivery, master_version, preset_name, preset_hash, job_id, prefix, published_at, retired_at
        """

    init(_ row: Row) throws {
        self.init(
            id: try row["id"], trackID: try row["track_id"], delivery: try row["delivery"],
            masterVersion: try row["master_version"], presetName: try row["preset_name"],
            presetHash: try row["preset_hash"], jobID: try row["job_id"], prefix: try row["prefix"],
            publishedAt: try row["published_at"], retiredAt: try row["retired_at"])
    }
}
