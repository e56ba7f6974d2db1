public import LatheDatabase

// What was heard before, and is delivered again.
extension Catalog {
    /// Where the package lies that was made of this delivery before; nil where there is none, or it was collected.
    public func package(madeOf delivery: Delivery) async throws -> String? {
        try await database.read { connection in
            let row = try connection.first(
                """
                SELECT revisions.prefix FROM revisions JOIN tracks ON tracks.id = revisions.track_id
                WHERE tracks.tenant = \(delivery.tenant) AND tracks.source = \(delivery.source)
                    AND revisions.master_version = \(delivery.masterVersion)
                    AND revisions.preset_hash = \(delivery.presetHash) AND revisions.published_at IS NOT NULL
                """)
            return try row?["prefix"]
        }
    }

    /// Makes a package that was retired the one that its track is listened to by, and writes the news.
    ///
    /// - Parameter prefix: where the caller has seen it in the store.
    /// - Returns: false where it is not to be found there any more, for it is being collected.
    public func republish(
        _ revision: Revision, at prefix: String, in connection: Connection
    ) throws -> Bool {
        let count = try connection.execute(
            """
            UPDATE revisions SET retired_at = NULL, updated_at = \(sql: connection.dialect.now)
            WHERE id = \(revision.id) AND prefix = \(prefix) AND published_at IS NOT NULL
            """)
        guard count > 0 else { return false }
        try makeCurrent(revision, in: connection)
        let track = try Self.written(trackRow(revision.trackID, in: connection))
        let news = TrackReady(track: track.id, revision: revision.id, prefix: prefix, isCurrent: true)
        try announce(.trackReady, tenant: track.tenant, subject: track.id, payload: news, in: connection)
        return true
    }

    /// Says that a job makes a revision again, as if it had never been published. What was made before stays in its
    /// grace.
    public func remake(_ revision: Revision, in connection: Connection) throws {
        try connection.execute(
            """
            UPDATE revisions SET published_at = NULL, updated_at = \(sql: connection.dialect.now)
            WHERE id = \(revision.id)
            """)
    }

    /// Takes a package out of the catalogue, for the caller to delete it: nobody can publish it again from then on.
    ///
    /// - Parameter moment: milliseconds since 1970.
    /// - Returns: false where listeners may be sent to it: it was not retired up to the moment.
    public func release(_ prefix: String, of revision: Revision.ID, retiredBefore moment: Int64) async throws -> Bool {
        try await database.write { connection in
            try connection.execute(
                """
                UPDATE revisions SET prefix = NULL, updated_at = \(sql: connection.dialect.now)
                WHERE id = \(revision) AND prefix = \(prefix) AND retired_at <= \(moment)
                """)
            let holder = try connection.first(
                "SELECT id FROM revisions WHERE id = \(revision) AND prefix = \(prefix)")
            return holder == nil
        }
    }
}
