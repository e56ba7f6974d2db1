internal import LatheDatabase

/// What a reader of the outbox has still to read.
public struct Backlog: Sendable, Equatable {
    /// The reader's name.
    public let reader: String
    /// News that it has not read.
    public let count: Int64
    /// How old the oldest of them are. Milliseconds; zero where there are none.
    public let age: Int64
}

extension Catalog {
    /// How far each reader of the outbox is behind, by name.
    public func backlogs() async throws -> [Backlog] {
        let end = try await lastPosition()
        return try await database.read { connection in
            let rows = try connection.rows(
                """
                SELECT name, \(end) - position AS count, \(sql: connection.dialect.now) - (
                    SELECT created_at FROM outbox WHERE outbox.position > outbox_readers.position
                    ORDER BY outbox.position LIMIT 1) AS age
                FROM outbox_readers ORDER BY name
                """)
            return try rows.map { row in
                let age: Int64? = try row["age"]
                return Backlog(reader: try row["name"], count: max(0, try row["count"]), age: max(0, age ?? 0))
            }
        }
    }

    /// Deliveries to webhooks that have neither arrived nor been given up.
    public func pendingDeliveries() async throws -> Int {
        try await database.read { connection in
            try connection.first("SELECT count(*) AS count FROM webhook_deliveries")?["count"] ?? 0
        }
    }
}
