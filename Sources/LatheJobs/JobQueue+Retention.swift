public import LatheDatabase

extension JobQueue {
    /// Says which of some jobs must stay, in the transaction that would delete the others.
    public typealias Needed = @Sendable ([Job.ID], Connection) throws -> Set<Job.ID>

    /// Deletes jobs that came to their end long ago, with their attempts; those that ended first go first.
    ///
    /// A key that is enqueued again gets a new job: see `NewJob.mayBeForgotten`. Each run looks at all that ended before
    /// the moment, also at those that stay.
    /// - Parameters:
    ///   - moment: milliseconds since 1970 by the database's clock.
    ///   - batch: how many at most are looked at, and deleted, at a time.
    ///   - isDryRun: only count them.
    ///   - needed: asked of each batch.
    /// - Returns: how many.
    public func forget(
        endedBefore moment: Int64, batch: Int = 500, isDryRun: Bool = false,
        except needed: @escaping Needed = { _, _ in [] }
    ) async throws -> Int {
        var count = 0
        var last: EndedJob?
        repeat {
            // Read first: where all stay, nobody who writes is held up.
            let (page, old) = try await database.read { [last] connection in
                let rows = try connection.rows(Self.endedQuery(before: moment, after: last, limit: batch))
                let page = try rows.map(EndedJob.init)
                return (page, try Self.unneeded(page.map(\.id), needed, in: connection))
            }
            last = page.last
            if !old.isEmpty {
                count += isDryRun ? old.count : try await forget(old, endedBefore: moment, except: needed)
            }
        } while last != nil
        return count
    }

    private func forget(
        _ ids: [Job.ID], endedBefore moment: Int64, except needed: @escaping Needed
    ) async throws -> Int {
        try await database.write { connection in
            // Whoever retries or enqueues one right now has it; later ones find it gone.
            let rows = try connection.rows(
                """
                SELECT id FROM jobs WHERE id IN (\(list: ids)) AND finished_at < \(moment)
                \(sql: connection.dialect.skippingLocked)
                """)
            let ids = try Self.unneeded(rows.map { try $0["id"] }, needed, in: connection)
            guard !ids.isEmpty else { return 0 }
            try connection.execute("DELETE FROM job_attempts WHERE job_id IN (\(list: ids))")
            return try connection.execute("DELETE FROM jobs WHERE id IN (\(list: ids))")
        }
    }

    private static func unneeded(
        _ ids: [Job.ID], _ needed: Needed, in connection: Connection
    ) throws -> [Job.ID] {
        guard !ids.isEmpty else { return [] }
        let needed = try needed(ids, connection)
        return ids.filter { !needed.contains($0) }
    }

    /// A range of the index by the end, however many jobs there are. Only what is final has an end.
    static func endedQuery(before moment: Int64, after last: EndedJob?, limit: Int) -> SQL {
        let isAfter: SQL = last.map { "AND (finished_at, id) > (\($0.finishedAt), \($0.id))" } ?? ""
        return """
            SELECT id, finished_at FROM jobs
            WHERE finished_at IS NOT NULL AND finished_at < \(moment) \(sql: isAfter)
            ORDER BY finished_at, id LIMIT \(limit)
            """
    }
}

/// A place in the order of ends.
struct EndedJob: Sendable {
    let id: Job.ID
    let finishedAt: Int64
}

extension EndedJob {
    fileprivate init(_ row: Row) throws { self.init(id: try row["id"], finishedAt: try row["finished_at"]) }
}
