public import LatheDatabase

/// Why an upload cannot be used.
public enum UploadRefusal: Sendable, Equatable {
    /// It was not issued, or to someone else.
    case unknown
    /// Its bytes are not all there.
    case incomplete(Upload)
    /// A track was made of it already.
    case used
    /// It was not used in time.
    case expired
}

/// What the arrival of bytes came to.
public enum UploadProgress: Sendable, Equatable {
    /// They count.
    case advanced(Upload)
    /// Another request has written meanwhile, or it takes none any more: this is how far it is.
    case conflict(current: Upload)
    /// It was not issued, or its time is over.
    case notFound
}

extension Catalog {
    /// Gives someone a place to upload to.
    public func issueUpload(_ new: NewUpload, to owner: String, in connection: Connection) throws -> Upload {
        let now = connection.dialect.now
        let row = try connection.first(
            """
            INSERT INTO uploads (
                id, owner, object_key, declared_bytes, content_type, sha256, state, expires_at, created_at, updated_at)
            VALUES (
                \(new.id), \(owner), \(new.objectKey), \(new.declaredBytes), \(new.contentType),
                \(new.sha256), 'open', \(sql: now) + \(new.lifetime), \(sql: now), \(sql: now))
            RETURNING \(sql: Upload.columns)
            """)
        return try Self.written(row.map(Upload.init))
    }

    /// An upload by its id, whosever it is; nil where there is none.
    public func upload(_ id: Upload.ID, in connection: Connection) throws -> Upload? {
        try connection.first("SELECT \(sql: Upload.columns) FROM uploads WHERE id = \(id)").map(Upload.init)
    }

    /// Bytes have come, durably.
    /// - Parameter offset: how many there were before, by the sender's account.
    public func advanceUpload(
        _ id: Upload.ID, from offset: Int, to received: Int, in connection: Connection
    ) throws -> UploadProgress {
        try moveUpload(
            id, to: "received_bytes = \(received)",
            from: """
                received_bytes = \(offset) AND received_bytes <= \(received)
                AND (declared_bytes IS NULL OR declared_bytes >= \(received))
                """, in: connection)
    }

    /// All bytes are there; the caller has seen the object in the store.
    ///
    /// The length must be the declared one, if any was. Said twice, it is true all the same.
    public func completeUpload(
        _ id: Upload.ID, bytes: Int, in connection: Connection
    ) throws -> UploadProgress {
        let progress = try moveUpload(
            id, to: "state = 'complete', received_bytes = \(bytes)",
            from: "(declared_bytes IS NULL OR declared_bytes = \(bytes))", in: connection)
        if case .conflict(let current) = progress, current.state == .complete, current.receivedBytes == bytes {
            return .advanced(current)
        }
        return progress
    }

    /// An upload is sent in parts from now on.
    ///
    /// - Parameter partsID: what the store calls it.
    /// - Returns: what it is called already, where another request was first; nil where it takes no bytes any more.
    public func beginParts(of id: Upload.ID, as partsID: String, in connection: Connection) throws -> String? {
        let progress = try moveUpload(id, to: "parts_id = \(partsID)", from: "parts_id IS NULL", in: connection)
        switch progress {
        case .advanced(let upload): return upload.partsID
        case .conflict(let current): return current.state == .open ? current.partsID : nil
        case .notFound: return nil
        }
    }

    private func moveUpload(
        _ id: Upload.ID, to assignments: SQL, from condition: SQL, in connection: Connection
    ) throws -> UploadProgress {
        let now = connection.dialect.now
        let moved = try connection.first(
            """
            UPDATE uploads SET \(sql: assignments), updated_at = \(sql: now)
            WHERE id = \(id) AND state = 'open' AND expires_at > \(sql: now) AND \(sql: condition)
            RETURNING \(sql: Upload.columns)
            """)
        if let moved { return .advanced(try Upload(moved)) }
        let current = try connection.first(
            """
            SELECT \(sql: Upload.columns) FROM uploads
            WHERE id = \(id) AND state <> 'expired' AND expires_at > \(sql: now)
            """)
        return try current.map { .conflict(current: try Upload($0)) } ?? .notFound
    }

    enum UploadUse {
        case used(Upload)
        case refused(UploadRefusal)
    }

    /// Uses an upload up: one statement says that it was issued to this subject, is complete, in time and not used yet.
    func useUpload(_ id: Upload.ID, by subject: String, in connection: Connection) throws -> UploadUse {
        let now = connection.dialect.now
        let used = try connection.first(
            """
            UPDATE uploads SET state = 'used', updated_at = \(sql: now)
            WHERE id = \(id) AND owner = \(subject) AND state = 'complete' AND expires_at > \(sql: now)
            RETURNING \(sql: Upload.columns)
            """)
        if let used { return .used(try Upload(used)) }
        guard let upload = try self.upload(id, in: connection), upload.owner == subject else {
            return .refused(.unknown)
        }
        switch upload.state {
        case .used: return .refused(.used)
        case .complete, .expired: return .refused(.expired)
        case .open:
            let time = try connection.first("SELECT \(sql: now) AS now")
            return .refused(try time?["now"] ?? 0 < upload.expiresAt ? .incomplete(upload) : .expired)
        }
    }

    /// Uploads of which nothing may lie in the store: those whose time is over, and those that were given up, as long as
    /// something may still be sent to an address that was signed for them. For the caller to delete, and then to `end`:
    /// who dies in between does it again.
    ///
    /// - Returns: none that were ended within the last minute.
    public func unwantedUploads(limit: Int = 1000) async throws -> [Upload] {
        try await database.read { connection in
            let now = connection.dialect.now
            return try connection.rows(
                """
                SELECT \(sql: Upload.columns) FROM uploads
                WHERE swept_at IS NULL AND state <> 'used'
                    AND (state = 'expired' AND updated_at <= \(sql: now) - 60000 OR state <> 'expired' AND expires_at <= \(sql: now))
                ORDER BY updated_at LIMIT \(limit)
                """
            ).map(Upload.init)
        }
    }

    /// Ends uploads of `unwantedUploads` that nothing lies in the store of.
    ///
    /// - Parameter grace: how long something may come after its address has expired, in milliseconds; later than that it is
    ///   not looked at again.
    public func endUploads(_ uploads: [Upload], grace: Int64) async throws {
        try await database.write { connection in
            let now = connection.dialect.now
            for upload in uploads {
                try connection.execute(
                    """
                    UPDATE uploads SET state = 'expired', updated_at = \(sql: now),
                        swept_at = CASE WHEN expires_at <= \(sql: now) - \(grace) THEN \(sql: now) END
                    WHERE id = \(upload.id) AND (state = 'expired' OR state <> 'used' AND expires_at <= \(sql: now))
                    """)
            }
        }
    }

    /// Ends an upload before its time, unless a track was made of it.
    ///
    /// - Returns: false where there is none that could be ended.
    public func abandonUpload(_ id: Upload.ID, in connection: Connection) throws -> Bool {
        try connection.execute(
            """
            UPDATE uploads SET state = 'expired', updated_at = \(sql: connection.dialect.now)
            WHERE id = \(id) AND state IN ('open', 'complete')
            """) > 0
    }

    /// How much of the store someone's uploads take or may still take, as long as no tracks are made of them.
    ///
    /// - Parameter unknown: what one counts for that has not said how long it will be.
    public func bytesUploading(by owner: String, unknown: Int, in connection: Connection) throws -> Int {
        let row = try connection.first(
            """
            SELECT CAST(COALESCE(SUM(CASE
                WHEN state = 'complete' THEN received_bytes ELSE COALESCE(declared_bytes, \(unknown)) END), 0) AS BIGINT)
                AS bytes
            FROM uploads
            WHERE owner = \(owner) AND state IN ('open', 'complete') AND expires_at > \(sql: connection.dialect.now)
            """)
        return try Self.written(row)["bytes"]
    }
}
