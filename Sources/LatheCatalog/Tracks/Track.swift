internal import LatheDatabase

/// A piece of music, whatever masters were delivered for it.
public struct Track: Sendable, Equatable, Identifiable {
    /// A UUIDv7.
    public let id: String
    /// Whose turn it is when many wait to be transcoded: the artist's id, or what `lathe enqueue` was told.
    public let tenant: String
    /// For people.
    public let title: String
    /// Where its first master came from; two tracks of a tenant never have the same.
    public let source: String
    /// Nil for what was delivered on the command line: such a track is everyone's to hear and administrators' to change.
    public let albumID: Album.ID?
    /// The revision that is listened to; nil before the first is published.
    public let currentRevision: String?
    /// Rises with every change by its owner.
    public let version: Int
    /// Milliseconds since 1970.
    public let createdAt: Int64
    /// Milliseconds since 1970.
    public let updatedAt: Int64
    /// Milliseconds since 1970; nil for one that exists.
    public let deletedAt: Int64?
}

extension Track: Record {
    static let table: SQL = "tracks"
    static let columns: SQL = """
        id, tenant, title, source, album_id, current_revision, version, created_at, updated_at, deleted_at
        """

    init(_ row: Row) throws {
        self.init(
            id: try row["id"], tenant: try row["tenant"], title: try row["title"], source: try row["source"],
            albumID: try row["album_id"], currentRevision: try row["current_revision"], version: try row["version"],
            createdAt: try row["created_at"], updatedAt: try row["updated_at"], deletedAt: try row["deleted_at"])
    }
}
