internal import LatheDatabase

extension Catalog {
    func track(_ id: Track.ID, in connection: Connection) throws -> Track {
        let row = try connection.first("SELECT \(sql: Track.columns) FROM tracks WHERE id = \(id)")
        guard let row else { throw CatalogError.vanished }
        return try Track(row)
    }

    func revision(_ id: Revision.ID, in connection: Connection) throws -> Revision {
        let row = try connection.first("SELECT \(sql: Revision.columns) FROM revisions WHERE id = \(id)")
        guard let row else { throw CatalogError.unknownRevision(id) }
        return try Revision(row)
    }

    /// A revision by its id; nil where there is none.
    public func revision(_ id: Revision.ID) async throws -> Revision? {
        try await database.read { connection in
            try connection.first("SELECT \(sql: Revision.columns) FROM revisions WHERE id = \(id)").map(Revision.init)
        }
    }

    /// The revisions among these that listeners may still be sent to: published, and not retired before the moment.
    /// - Parameter retiredAfter: milliseconds since 1970.
    /// - Returns: where they lie in the store.
    public func livePrefixes(of revisions: [Revision.ID], retiredAfter: Int64) async throws -> Set<String> {
        guard !revisions.isEmpty else { return [] }
        return try await database.read { connection in
            let rows = try connection.rows(
                """
                SELECT prefix FROM revisions
                WHERE id IN (\(list: revisions)) AND prefix IS NOT NULL
                    AND (retired_at IS NULL OR retired_at > \(retiredAfter))
                """)
            return Set(try rows.map { try $0["prefix"] })
        }
    }
}

extension Track {
    static let columns: SQL = "id, tenant, title, source, current_revision"

    init(_ row: Row) throws {
        self.init(
            id: try row["id"], tenant: try row["tenant"], title: try row["title"], source: try row["source"],
            currentRevision: try row["current_revision"])
    }
}

extension Revision {
    static let columns: SQL = """
        id, track_id, master_version, preset_name, preset_hash, prefix, published_at, retired_at
        """

    init(_ row: Row) throws {
        self.init(
            id: try row["id"], trackID: try row["track_id"], masterVersion: try row["master_version"],
            presetName: try row["preset_name"], presetHash: try row["preset_hash"], prefix: try row["prefix"],
            publishedAt: try row["published_at"], retiredAt: try row["retired_at"])
    }
}
