internal import LatheDatabase

/// What an artist puts tracks on.
public struct Album: Sendable, Equatable, Identifiable {
    /// A UUIDv7.
    public let id: String
    /// Whose members own it.
    public let artistID: Artist.ID
    /// For people; several albums may have the same.
    public let name: String
    /// Rises with every change.
    public let version: Int
    /// Milliseconds since 1970.
    public let createdAt: Int64
    /// Milliseconds since 1970.
    public let updatedAt: Int64
}

extension Album: Record {
    static let table: SQL = "albums"
    static let columns: SQL = "id, artist_id, name, version, created_at, updated_at"

    init(_ row: Row) throws {
        self.init(
            id: try row["id"], artistID: try row["artist_id"], name: try row["name"], version: try row["version"],
            createdAt: try row["created_at"], updatedAt: try row["updated_at"])
    }
}
