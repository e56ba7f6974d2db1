public import LatheDatabase

/// Readers of the outbox that come back: each has a bookmark of its own in the database.
extension Catalog {
    /// Makes a reader known, and keeps what it has not read; one that is known keeps its bookmark.
    /// - Parameter position: what it has read already: zero for nothing.
    /// - Returns: its bookmark.
    public func enroll(reader name: String, after position: Int64 = 0) async throws -> Int64 {
        try await database.write { connection in
            let now = connection.dialect.now
            try connection.execute(
                """
                INSERT INTO outbox_readers (name, position, created_at, updated_at)
                VALUES (\(name), \(position), \(sql: now), \(sql: now)) ON CONFLICT (name) DO NOTHING
                """)
            return try Self.written(
                connection.first("SELECT position FROM outbox_readers WHERE name = \(name)"))["position"]
        }
    }

    /// What a reader has not read, oldest first; nil for one that is not known.
    public func news(for reader: String, limit: Int = 100) async throws -> [News]? {
        let bookmark: Int64? = try await database.read { connection in
            try connection.first("SELECT position FROM outbox_readers WHERE name = \(reader)")?["position"]
        }
        guard let bookmark else { return nil }
        return try await news(after: bookmark, limit: limit)
    }

    /// Moves a reader's bookmark forward; never back. To be called in the transaction that does what the news ask for,
    /// where that is one of this database: then it is done exactly once.
    public func acknowledge(_ position: Int64, by reader: String, in connection: Connection) throws {
        try connection.execute(
            """
            UPDATE outbox_readers SET position = \(position), updated_at = \(sql: connection.dialect.now)
            WHERE name = \(reader) AND position < \(position)
            """)
    }

    /// Forgets a reader: nothing is kept for it any more.
    public func dismiss(reader name: String) async throws {
        try await database.write { try $0.execute("DELETE FROM outbox_readers WHERE name = \(name)") }
    }

    /// Deletes old news that every known reader has read, and very old ones that some reader has not.
    ///
    /// - Parameters:
    ///   - time: milliseconds since 1970; news from after it are kept, for those who read without a bookmark.
    ///   - unreadTime: milliseconds since 1970; news from after it are kept until all have read them.
    ///   - limit: how many in one transaction.
    /// - Returns: how many there were.
    public func forgetNews(
        before time: Int64, unreadBefore unreadTime: Int64 = 0, limit: Int = 1000
    ) async throws -> Int {
        try await database.write { connection in
            try connection.execute(
                """
                DELETE FROM outbox WHERE position IN (
                    SELECT position FROM (
                        SELECT position, created_at FROM outbox WHERE position IS NOT NULL
                        ORDER BY position LIMIT \(limit)) AS oldest
                    WHERE created_at < \(time) AND (created_at < \(unreadTime) OR position <= COALESCE(
                        (SELECT min(position) FROM outbox_readers), (SELECT position FROM outbox_end))))
                """)
        }
    }

    /// Whether everything after a position is still kept, and the position is one that there was: a database that was
    /// restored knows less than those who listened to it before.
    public func canResume(after position: Int64) async throws -> Bool {
        try await database.read { connection in
            let first: Int64? = try connection.first("SELECT min(position) AS first FROM outbox")?["first"]
            let end: Int64 = try connection.first("SELECT position FROM outbox_end")?["position"] ?? 0
            return (first.map { $0 - 1 } ?? end)...max(end, first ?? 0) ~= position
        }
    }
}
