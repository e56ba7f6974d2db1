public import LatheDatabase

extension Catalog {
    /// Makes a package the one that its track is listened to by, retires the one before, and writes the news.
    ///
    /// To be called in the transaction that ends the package's job. Of a track's revisions the newest wins: an older one
    /// that is published late is retired at once, and so is that of a track which was deleted meanwhile.
    /// - Throws: `CatalogError`, `DatabaseError`.
    public func publish(_ package: PublishedPackage, as revisionID: Revision.ID, in connection: Connection) throws {
        let revision = try self.revision(revisionID, in: connection)
        // Locked: of two that are published at the same moment, the later must see the earlier.
        let track = try Self.written(trackRow(revision.trackID, .exclusive, in: connection))
        try write(package, revision, in: connection)
        guard track.deletedAt == nil else { return try retire("id = \(revision.id)", in: connection) }
        let isNewest = track.currentRevision.map { $0 <= revision.id } ?? true
        if isNewest {
            try makeCurrent(revision, in: connection)
        } else {
            try retire("id = \(revision.id)", in: connection)
        }
        let news = TrackReady(track: track.id, revision: revision.id, prefix: package.prefix, isCurrent: isNewest)
        try announce(.trackReady, tenant: track.tenant, subject: track.id, payload: news, in: connection)
    }

    private func write(_ package: PublishedPackage, _ revision: Revision, in connection: Connection) throws {
        let now = connection.dialect.now
        try connection.execute(
            """
            UPDATE revisions SET
                prefix = \(package.prefix), package_sha256 = \(package.sha256), bytes = \(package.bytes),
                duration = \(package.duration), loudness = \(package.loudness), true_peak = \(package.truePeak),
                published_at = \(sql: now), retired_at = NULL, updated_at = \(sql: now)
            WHERE id = \(revision.id)
            """)
        try connection.execute("DELETE FROM renditions WHERE revision_id = \(revision.id)")
        for rendition in package.renditions {
            try connection.execute(
                """
                INSERT INTO renditions (
                    revision_id, name, codec, bits_per_second, sample_rate, channels, playlist, progressive,
                    created_at)
                VALUES (
                    \(revision.id), \(rendition.name), \(rendition.codec), \(rendition.bitsPerSecond),
                    \(rendition.sampleRate), \(rendition.channels), \(rendition.playlist), \(rendition.progressive),
                    \(sql: now))
                """)
        }
    }

    private func makeCurrent(_ revision: Revision, in connection: Connection) throws {
        let now = connection.dialect.now
        try retire(
            "track_id = \(revision.trackID) AND id <> \(revision.id) AND published_at IS NOT NULL", in: connection)
        try connection.execute(
            """
            UPDATE tracks SET current_revision = \(revision.id), updated_at = \(sql: now)
            WHERE id = \(revision.trackID)
            """)
    }

    func retire(_ condition: SQL, in connection: Connection) throws {
        let now = connection.dialect.now
        try connection.execute(
            """
            UPDATE revisions SET retired_at = \(sql: now), updated_at = \(sql: now)
            WHERE retired_at IS NULL AND \(sql: condition)
            """)
    }
}

/// The news `track.ready`.
struct TrackReady: Codable, Equatable {
    let track: String
    let revision: String
    let prefix: String
    /// False where a newer revision is listened to already.
    let isCurrent: Bool
}
