internal import LatheDatabase

extension JobQueue {
    /// The jobs that workers hold, those that began first: at most so many.
    public func running(limit: Int = 1000) async throws -> [Job] {
        try await database.read { connection in
            try connection.rows(
                "SELECT \(sql: Job.columns) FROM jobs WHERE state = 'running' ORDER BY started_at, id LIMIT \(limit)"
            ).map(Job.init)
        }
    }
}
