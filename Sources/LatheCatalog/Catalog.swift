public import LatheDatabase

/// What there is to listen to, by whom and for whom: users, artists, albums, tracks, playlists, and how they came here.
///
/// Most functions work inside a caller's transaction, so that a track, its job and the news of both appear together.
/// Expected ends are return values; they throw `DatabaseError`, and `CatalogError` where the database contradicts itself.
/// Decisions about roles are the caller's; ownership is asked for in the statement that reads or writes (`Actor`).
public struct Catalog: Sendable {
    /// Where it is kept.
    public let database: Database

    /// - Parameter database: migrated with `Catalog.migrations`.
    public init(database: Database) { self.database = database }

    /// A row that was just written.
    static func written<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw CatalogError.vanished }
        return value
    }
}
