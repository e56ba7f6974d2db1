public import LatheDatabase

extension JobQueue {
    /// Accepts a job durably, unless one with its key is there already.
    /// - Returns: the job as it is now, and whether it is new.
    /// - Throws: `DatabaseError`.
    @discardableResult
    public func enqueue(_ new: NewJob) async throws -> (job: Job, isNew: Bool) {
        try await database.write { connection in try enqueue(new, in: connection) }
    }

    /// The same inside a transaction with the caller's own rows.
    public func enqueue(_ new: NewJob, in connection: Connection) throws -> (job: Job, isNew: Bool) {
        let now = connection.dialect.now
        let inserted = try connection.execute(
            """
            INSERT INTO jobs (
                id, queue, kind, tenant, priority, job_rank, unique_key, payload, state, maximum_attempts, run_after,
                created_at, updated_at)
            VALUES (
                \(UUIDv7().description), \(new.queue), \(new.kind), \(new.tenant), \(new.priority),
                \(sql: now) - \(Int64(new.priority) * settings.ageOfOneLevel), \(new.uniqueKey), \(new.payload),
                'available', \(new.maximumAttempts), \(sql: now), \(sql: now), \(sql: now))
            ON CONFLICT (unique_key) DO NOTHING
            """)
        if inserted > 0 { connection.notify(Self.channel) }
        guard let job = try job(withKey: new.uniqueKey, in: connection) else {
            throw JobFailure("vanished", "the job \"\(new.uniqueKey)\" vanished while it was enqueued")
        }
        return (job, inserted > 0)
    }

    private func job(withKey key: String, in connection: Connection) throws -> Job? {
        try connection.first("SELECT \(sql: Job.columns) FROM jobs WHERE unique_key = \(key)").map(Job.init)
    }
}
