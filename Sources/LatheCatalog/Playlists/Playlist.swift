internal import LatheDatabase

/// Tracks in an order that someone chose.
public struct Playlist: Sendable, Equatable, Identifiable {
    /// The most tracks of a playlist.
    public static let maximumLength = 5000

    /// A UUIDv7.
    public let id: String
    /// A subject.
    public let owner: String
    /// For people.
    public let name: String
    /// Whether others may see it.
    public let isPublic: Bool
    /// Rises with every change, also of its tracks.
    public let version: Int
    /// Milliseconds since 1970.
    public let createdAt: Int64
    /// Milliseconds since 1970.
    public let updatedAt: Int64
}

/// What setting the tracks of a playlist came to.
public enum PlaylistChange: Sendable, Equatable {
    /// As it is now.
    case done(Playlist)
    /// It does not exist, or is none of the actor's business.
    case notFound
    /// It is not in the version that the change was made for.
    case conflict(current: Playlist)
    /// There are no such tracks; nothing has changed.
    case unknownTracks([Track.ID])
    /// These are more than `Playlist.maximumLength`.
    case tooLong
}

extension Playlist: Record {
    static let table: SQL = "playlists"
    static let columns: SQL = "id, owner, name, is_public, version, created_at, updated_at"

    init(_ row: Row) throws {
        self.init(
            id: try row["id"], owner: try row["owner"], name: try row["name"], isPublic: try row["is_public"],
            version: try row["version"], createdAt: try row["created_at"], updatedAt: try row["updated_at"])
    }
}
