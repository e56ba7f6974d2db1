public import LatheDatabase

// What a copy of a database has to be told when it becomes the database: the workers of then are not there.
extension JobQueue {
    /// Hands back what was running, which costs no attempt; also where the lease is not over.
    ///
    /// Only for a database that no worker uses.
    /// - Returns: how many jobs.
    public func handBackAll(in connection: Connection) throws -> Int {
        let condition: SQL = "state = 'running'"
        var count = 0
        while case let jobs = try Self.some(of: condition, in: connection), !jobs.isEmpty {
            for job in jobs {
                let verdict = Verdict(on: job, ended: .handedBack, settings: settings, random: 0)
                _ = try carryOut(
                    verdict, .handedBack, on: Lease(jobID: job.id, token: job.leaseToken), notes: AttemptNotes(),
                    in: connection)
            }
            count += jobs.count
        }
        return count
    }

    /// Lets jobs that succeeded run again, with all their attempts: what they made is lost.
    ///
    /// - Returns: how many there were.
    public func redo(_ ids: [Job.ID], in connection: Connection) throws -> Int {
        let now = connection.dialect.now
        return try connection.execute(
            """
            UPDATE jobs SET
                state = 'available', attempt = 0, crashes = 0, losses = 0, run_after = \(sql: now), progress = 0,
                stage = NULL, finished_at = NULL, updated_at = \(sql: now)
            WHERE id IN (\(list: ids)) AND state = 'succeeded'
            """)
    }

    private static func some(of condition: SQL, in connection: Connection) throws -> [Job] {
        try connection.rows("SELECT \(sql: Job.columns) FROM jobs WHERE \(sql: condition) ORDER BY id LIMIT 1000")
            .map(Job.init)
    }
}
