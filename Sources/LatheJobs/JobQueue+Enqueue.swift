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
        // One that is there may be forgotten before it can be read; twice is more than chance.
        for _ in 0..<3 {
            let isNew = try insert(new, in: connection)
            if isNew { connection.notify(Self.channel) }
            if let job = try job(withKey: new.uniqueKey, in: connection) { return (job, isNew) }
        }
        throw JobFailure("vanished", "the job \"\(new.uniqueKey)\" vanished while it was enqueued")
    }

    private func insert(_ new: NewJob, in connection: Connection) throws -> Bool {
        let now = connection.dialect.now
        return try connection.execute(
            """
            INSERT INTO jobs (
                id, queue, kind, tenant, priority, job_rank, unique_key, payload, state, maximum_attempts, run_after,
                lease_token, created_at, updated_at)
            VALUES (
                \(UUIDv7().description), \(new.queue), \(new.kind), \(new.tenant), \(new.priority),
                \(sql: now) - \(Int64(new.priority) * settings.ageOfOneLevel), \(new.uniqueKey), \(new.payload),
                'available', \(new.maximumAttempts), \(sql: now), \(sql: new.mayBeForgotten ? now : "0"),
                \(sql: now), \(sql: now))
            ON CONFLICT (unique_key) DO NOTHING
            """) > 0
    }

    /// It stays until the caller's transaction ends: what refers to it does not refer to nothing.
    private func job(withKey key: String, in connection: Connection) throws -> Job? {
        try connection.first(
            """
            SELECT \(sql: Job.columns) FROM jobs WHERE unique_key = \(key) \(sql: connection.dialect.keeping)
            """
        ).map(Job.init)
    }
}
