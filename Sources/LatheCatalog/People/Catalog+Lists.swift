public import LatheDatabase

/// What lists of artists and albums show besides, for all their items at once.
extension Catalog {
    /// Artists by their ids, as far as there are such.
    public func artists(_ ids: Set<Artist.ID>, in connection: Connection) throws -> [Artist.ID: Artist] {
        let rows = try connection.rows(
            "SELECT \(sql: Artist.columns) FROM artists WHERE deleted_at IS NULL AND id IN (\(list: ids.sorted()))")
        return Dictionary(try rows.map(Artist.init).map { ($0.id, $0) }) { first, _ in first }
    }

    /// How many tracks these albums have; an album without any is not in it.
    public func trackCounts(of albums: [Album.ID], in connection: Connection) throws -> [Album.ID: Int] {
        let rows = try connection.rows(
            """
            SELECT album_id, count(*) AS count FROM tracks
            WHERE deleted_at IS NULL AND album_id IN (\(list: albums)) GROUP BY album_id
            """)
        return Dictionary(try rows.map { (try $0["album_id"], try $0["count"]) }) { first, _ in first }
    }
}
