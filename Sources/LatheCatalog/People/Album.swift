internal import LatheDatabase

/// What an artist puts tracks on.
public struct Album: Sendable, Equatable, Identifiable {
    /// A UUIDv7.
    public let id: String
    /// Whose members own it.
    public let artistID: Artist.ID
    /// For people; several albums may have the same.
    public let name: String
    /// When it came out, as `2026-03-27`; nil where nobody said.
    public let releasedOn: String?
    /// Rises with every change.
    public let version: Int
    /// Milliseconds since 1970.
    public let createdAt: Int64
    /// Milliseconds since 1970.
    public let updatedAt: Int64
}

/// What a new album is given, or a known one from now on.
public struct AlbumDetails: Sendable, Equatable {
    /// For people.
    public var name: String
    /// A day of ISO 8601, or nil.
    public var releasedOn: String?

    /// Says what an album is.
    public init(name: String, releasedOn: String? = nil) {
        self.name = name
        self.releasedOn = releasedOn
    }
}

extension Album: Record {
    static let table: SQL = "albums"
    static let columns: SQL = "id, artist_id, name, released_on, version, created_at, updated_at"

    init(_ row: Row) throws {
        self.init(
            id: try row["id"], artistID: try row["artist_id"], name: try row["name"],
            releasedOn: try row["released_on"],
            version: try row["version"], createdAt: try row["created_at"], updatedAt: try row["updated_at"])
    }
}
