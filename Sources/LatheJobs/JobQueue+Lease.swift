public import LatheDatabase

extension JobQueue {
    /// Says of jobs that they are alive, and how far they have come: the heartbeat.
    ///
    /// - Parameter reports: progress by lease; nil where there is nothing new to say.
    /// - Returns: for each lease, whether it is still held.
    public func report(_ reports: [Lease: JobProgress?]) async throws -> [Lease: LeaseStanding] {
        guard !reports.isEmpty else { return [:] }
        return try await database.write { connection in
            var standings: [Lease: LeaseStanding] = [:]
            for (lease, progress) in reports.sorted(by: { $0.key.jobID < $1.key.jobID }) {
                standings[lease] = try report(progress, for: lease, in: connection)
            }
            return standings
        }
    }

    private func report(
        _ progress: JobProgress?, for lease: Lease, in connection: Connection
    ) throws -> LeaseStanding {
        let now = connection.dialect.now
        let said: SQL =
            progress.map { progress in
                """
                , progress = CASE WHEN progress > \(progress.fraction) THEN progress ELSE \(progress.fraction) END,
                stage = \(progress.stage), remaining = \(progress.remaining), rate = \(progress.rate)
                """
            } ?? ""
        let row = try connection.first(
            """
            UPDATE jobs SET lease_until = \(sql: now) + \(settings.leaseDuration), updated_at = \(sql: now)\(sql: said)
            WHERE \(sql: lease.condition)
            RETURNING cancel_requested_at
            """)
        guard let row else { return .lost }
        let cancelRequestedAt: Int64? = try row["cancel_requested_at"]
        return cancelRequestedAt == nil ? .held : .cancelRequested
    }

    /// Ends an attempt with success, and publishes what it made, in one transaction.
    ///
    /// - Parameter publish: writes the rows that make the result visible; not called where the lease is not held.
    /// - Returns: false where the lease is lost: what was made must be discarded. True also where an earlier call of the
    ///   same attempt succeeded without its caller learning so.
    /// - Throws: `DatabaseError`, or what `publish` throws; nothing is published then.
    public func complete(
        _ lease: Lease, notes: AttemptNotes = AttemptNotes(),
        publish: @escaping @Sendable (Connection) throws -> Void = { _ in }
    ) async throws -> Bool {
        try await database.write { connection in
            guard try succeed(lease, in: connection) else { return try hasSucceeded(lease, in: connection) }
            try publish(connection)
            try close(lease, outcome: Job.State.succeeded.rawValue, failure: nil, notes: notes, in: connection)
            return true
        }
    }

    private func succeed(_ lease: Lease, in connection: Connection) throws -> Bool {
        let now = connection.dialect.now
        return try connection.execute(
            """
            UPDATE jobs SET
                state = 'succeeded', progress = 1, remaining = NULL, lease_until = NULL, failure = NULL,
                cancel_requested_at = NULL, finished_at = \(sql: now), updated_at = \(sql: now)
            WHERE \(sql: lease.condition)
            """) > 0
    }

    /// A commit whose answer was lost may have been one.
    private func hasSucceeded(_ lease: Lease, in connection: Connection) throws -> Bool {
        try connection.first(
            """
            SELECT 1 AS one FROM jobs
            WHERE id = \(lease.jobID) AND lease_token = \(lease.token) AND state = 'succeeded'
            """) != nil
    }

    /// Ends an attempt without success; what becomes of the job follows from how.
    ///
    /// - Returns: the job's new state; nil where the lease is lost.
    @discardableResult
    public func end(
        _ lease: Lease, _ ending: Ending, notes: AttemptNotes = AttemptNotes()
    ) async throws -> Job.State? {
        let random = Double.random(in: 0..<1)
        return try await database.write { connection in
            // Locked: the verdict overwrites a request to cancel, and must know of it.
            let row = try connection.first(
                """
                SELECT \(sql: Job.columns) FROM jobs WHERE \(sql: lease.condition) \(sql: connection.dialect.locking)
                """)
            guard let job = try row.map(Job.init) else { return nil }
            let verdict = Verdict(on: job, ended: ending, settings: settings, random: random)
            return try carryOut(verdict, ending, on: lease, notes: notes, in: connection)
        }
    }

    /// - Returns: nil where the lease is lost.
    func carryOut(
        _ verdict: Verdict, _ ending: Ending, on lease: Lease, notes: AttemptNotes, in connection: Connection
    ) throws -> Job.State? {
        let now = connection.dialect.now
        let finishedAt: SQL = verdict.state.isFinal ? now : "NULL"
        let row = try connection.first(
            """
            UPDATE jobs SET
                state = \(verdict.state.rawValue), attempt = \(verdict.attempt), crashes = \(verdict.crashes),
                losses = \(verdict.losses), postponements = \(verdict.postponements),
                failure = \(verdict.failure?.json), run_after = \(sql: now) + \(verdict.delay),
                lease_until = NULL, worker = NULL, cancel_requested_at = NULL, remaining = NULL,
                finished_at = \(sql: finishedAt), updated_at = \(sql: now)
            WHERE \(sql: lease.condition)
            RETURNING \(sql: Job.columns)
            """)
        guard let job = try row.map(Job.init) else { return nil }
        try close(lease, outcome: ending.name, failure: ending.failure, notes: notes, in: connection)
        if verdict.state.isFinal { try whenFailed(job, connection) }
        if verdict.state == .available { connection.notify(Self.channel) }
        return verdict.state
    }

    private func close(
        _ lease: Lease, outcome: String, failure: JobFailure?, notes: AttemptNotes, in connection: Connection
    ) throws {
        try connection.execute(
            """
            UPDATE job_attempts SET
                ended_at = \(sql: connection.dialect.now), outcome = \(outcome), failure = \(failure?.json),
                stages = \(notes.stages), resources = \(notes.resources), log_tail = \(notes.logTail)
            WHERE job_id = \(lease.jobID) AND lease_token = \(lease.token)
            """)
    }
}

extension Lease {
    /// True for the job's row as long as nobody else has claimed it since.
    var condition: SQL { "id = \(jobID) AND lease_token = \(token) AND state = 'running'" }
}

extension Ending {
    /// As it is stored.
    public var name: String {
        switch self {
        case .failed: "failed"
        case .postponed: "postponed"
        case .crashed: "crashed"
        case .lost: "lost"
        case .handedBack: "handedBack"
        case .cancelled: "cancelled"
        }
    }

    /// Why, where it failed.
    public var failure: JobFailure? {
        switch self {
        case .failed(let failure), .postponed(let failure), .crashed(let failure): failure
        case .lost, .handedBack, .cancelled: nil
        }
    }
}
