public import LatheDatabase

extension Catalog {
    /// A track, deleted or not.
    func trackRow(_ id: Track.ID, _ lock: Lock = .none, in connection: Connection) throws -> Track? {
        try connection.first(
            """
            SELECT \(sql: Track.columns) FROM tracks WHERE id = \(id)\(sql: lock.clause(for: connection.dialect))
            """
        ).map(Track.init)
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

extension Catalog {
    /// Says which job makes a revision, for those who ask how far it is.
    public func assign(job: String, to revision: Revision.ID, in connection: Connection) throws {
        try connection.execute(
            "UPDATE revisions SET job_id = \(job), updated_at = \(sql: connection.dialect.now) WHERE id = \(revision)")
    }

    /// The jobs of revisions of the same track that were delivered earlier and are not published yet: nobody needs what they
    /// would make.
    public func jobsSuperseded(by revision: Revision, in connection: Connection) throws -> [String] {
        try connection.rows(
            """
            SELECT job_id FROM revisions
            WHERE track_id = \(revision.trackID) AND (delivery, id) < (\(revision.delivery), \(revision.id))
                AND published_at IS NULL AND job_id IS NOT NULL
            """
        ).map { try $0["job_id"] }
    }

    /// Those among these jobs that are not history only: they make the newest revision of a track, or have made what is
    /// heard, and must when that is lost.
    public func jobsNeeded(among jobs: [String], in connection: Connection) throws -> Set<String> {
        guard !jobs.isEmpty else { return [] }
        return Set(try connection.rows(Self.neededQuery(jobs)).map { try $0["job_id"] })
    }

    static func neededQuery(_ jobs: [String]) -> SQL {
        """
        SELECT revisions.job_id FROM revisions JOIN tracks ON tracks.id = revisions.track_id
        WHERE revisions.job_id IN (\(list: jobs)) AND tracks.deleted_at IS NULL AND (
            revisions.id = tracks.current_revision
            OR revisions.id = (\(sql: newestRevision(of: "tracks.id"))))
        """
    }
}
