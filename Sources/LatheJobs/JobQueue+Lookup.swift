public import LatheDatabase

extension JobQueue {
    /// What the shortest abbreviation of an id needs.
    public static let shortestAbbreviation = 6

    /// Milliseconds since 1970 by the database's clock, which all times of jobs are by.
    public func time() async throws -> Int64 {
        try await database.read { connection in
            try connection.first("SELECT \(sql: connection.dialect.now) AS time")?["time"] ?? 0
        }
    }

    /// The jobs whose id is this text, or begins or ends with it: ids made in the same minute begin alike.
    ///
    /// The end of an id is looked for in all of them.
    /// - Parameter text: in any case; with other characters than an id has, or fewer than `shortestAbbreviation`, it fits
    ///   none.
    /// - Returns: at most so many, the newest first.
    public func jobs(abbreviated text: String, limit: Int = 10) async throws -> [Job] {
        let text = text.lowercased()
        // No character of an id means anything to LIKE.
        let isPlain = text.utf8.allSatisfy { "0123456789abcdef-".utf8.contains($0) }
        guard isPlain, text.count >= Self.shortestAbbreviation else { return [] }
        return try await database.read { connection in
            if let row = try connection.first("SELECT \(sql: Job.columns) FROM jobs WHERE id = \(text)") {
                return [try Job(row)]
            }
            let rows = try connection.rows(
                """
                SELECT \(sql: Job.columns) FROM jobs
                WHERE (id >= \(text) AND id < \(text + "g")) OR id LIKE \("%" + text)
                ORDER BY id DESC LIMIT \(limit)
                """)
            return try rows.map(Job.init)
        }
    }
}

extension JobQueue {
    /// The jobs of these ids that there are, in a caller's transaction.
    public func jobs(_ ids: [Job.ID], in connection: Connection) throws -> [Job.ID: Job] {
        guard !ids.isEmpty else { return [:] }
        let rows = try connection.rows("SELECT \(sql: Job.columns) FROM jobs WHERE id IN (\(list: ids))")
        return Dictionary(try rows.map(Job.init).map { ($0.id, $0) }) { first, _ in first }
    }
}
