public import LatheDatabase

extension Catalog {
    /// Makes a package the one that its track is listened to by, retires the one before, and writes the news.
    ///
    /// To be called in the transaction that ends the package's job. Of a track's revisions the newest wins: an older one
    /// that is published late is retired at once, and so is that of a track which was deleted meanwhile.
    /// - Throws: `CatalogError`, `DatabaseError`.
    public func publish(_ package: PublishedPackage, as revisionID: Revision.ID, in connection: Connection) throws {
        let trackID = try self.revision(revisionID, in: connection).trackID
        // Locked: of two that are published at the same moment, the later must see the earlier.
        let track = try Self.written(trackRow(trackID, .exclusive, in: connection))
        let revision = try numbered(revisionID, in: connection)
        try write(package, revision, in: connection)
        guard track.deletedAt == nil else { return try retire("id = \(revision.id)", in: connection) }
        let isNewest = try !(heard(on: track, in: connection).map(revision.isOlder(than:)) ?? false)
        if isNewest {
            try makeCurrent(revision, in: connection)
        } else {
            try retire("id = \(revision.id)", in: connection)
        }
        let news = TrackReady(track: track.id, revision: revision.id, prefix: package.prefix, isCurrent: isNewest)
        try announce(.trackReady, tenant: track.tenant, subject: track.id, payload: news, in: connection)
    }

    /// A revision of a locked track. Where a process of the version before accepted it, and nothing was delivered since,
    /// it gets its number now.
    private func numbered(_ id: Revision.ID, in connection: Connection) throws -> Revision {
        let revision = try self.revision(id, in: connection)
        guard revision.delivery == 0 else { return revision }
        _ = try nextDelivery(of: revision.trackID, in: connection)
        return try self.revision(id, in: connection)
    }

    private func heard(on track: Track, in connection: Connection) throws -> Revision? {
        try connection.first(
            "SELECT \(sql: Revision.columns) FROM revisions WHERE id = \(track.currentRevision)"
        ).map(Revision.init)
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

    func makeCurrent(_ revision: Revision, in connection: Connection) throws {
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
