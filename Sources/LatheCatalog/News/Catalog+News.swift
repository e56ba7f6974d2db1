internal import FoundationEssentials
public import LatheDatabase

extension Catalog {
    /// Who listens to this channel of the database hears of news soon; see `Database.notifications(on:)`.
    public static let newsChannel = "lathe_news"

    /// Writes news in the transaction that makes them true.
    public func announce(
        _ topic: NewsTopic, tenant: String, subject: String, payload: some Encodable, in connection: Connection
    ) throws {
        try announce(topic.rawValue, tenant: tenant, subject: subject, payload: payload, in: connection)
    }

    func announce(
        _ topic: String, tenant: String, subject: String, payload: some Encodable, in connection: Connection
    ) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(payload), as: UTF8.self)
        try connection.execute(
            """
            INSERT INTO outbox (id, topic, tenant, subject, payload, created_at)
            VALUES (
                \(UUIDv7().description), \(topic), \(tenant), \(subject), \(text), \(sql: connection.dialect.now))
            """)
        connection.notify(Self.newsChannel)
    }

    func announce(_ topic: NewsTopic, of track: Track, in connection: Connection) throws {
        try announce(
            topic, tenant: track.tenant, subject: track.id,
            payload: TrackNews(track: track.id, album: track.albumID, version: track.version), in: connection)
    }

    /// What has happened after a position, oldest first.
    ///
    /// Complete: whoever has read up to a position will never find anything before it. Neither the ids nor the order of
    /// insertion promise that with PostgreSQL, where a slow transaction may commit what it inserted long ago. So
    /// positions are given to news that are committed, by one reader at a time.
    /// - Parameters:
    ///   - position: zero for all that are kept.
    ///   - tenant: nil for everyone's.
    public func news(after position: Int64, tenant: String? = nil, limit: Int = 100) async throws -> [News] {
        try await numberNews()
        return try await database.read { connection in
            let isTheirs: SQL = tenant.map { "tenant = \($0)" } ?? "1 = 1"
            return try connection.rows(
                """
                SELECT \(sql: News.columns) FROM outbox WHERE position > \(position) AND \(sql: isTheirs)
                ORDER BY position LIMIT \(limit)
                """
            ).map(News.init)
        }
    }

    /// The position of the last news: where those begin who only want what comes.
    public func lastPosition() async throws -> Int64 {
        try await numberNews()
        return try await database.read { try $0.first("SELECT position FROM outbox_end")?["position"] ?? 0 }
    }

    private func numberNews() async throws {
        let isNeeded = try await database.read { connection in
            try connection.first("SELECT 1 AS one FROM outbox WHERE position IS NULL LIMIT 1") != nil
        }
        guard isNeeded else { return }
        while try await database.write({ try number(1000, in: $0) }) == 1000 {}
    }

    /// Gives positions to committed news that have none.
    ///
    /// The row of `outbox_end` is locked to the end of the transaction: so nobody reads a position while a lower one is
    /// not committed yet.
    func number(_ limit: Int, in connection: Connection) throws -> Int {
        let now = connection.dialect.now
        try connection.execute("UPDATE outbox_end SET updated_at = \(sql: now)")
        // A statement of its own: it sees what was committed while that one waited.
        let order: SQL = connection.dialect == .sqlite ? "rowid" : "inserted"
        let count = try connection.execute(
            """
            UPDATE outbox SET position = (SELECT position FROM outbox_end) + waiting.rank
            FROM (
                SELECT id AS waiting_id, row_number() OVER (ORDER BY \(sql: order)) AS rank
                FROM outbox WHERE position IS NULL ORDER BY \(sql: order) LIMIT \(limit)
            ) AS waiting
            WHERE id = waiting.waiting_id
            """)
        try connection.execute("UPDATE outbox_end SET position = position + \(count)")
        return count
    }
}
