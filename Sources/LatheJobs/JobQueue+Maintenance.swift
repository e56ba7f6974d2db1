internal import LatheDatabase

extension JobQueue {
    /// What a round of maintenance found and did.
    public struct Maintenance: Sendable, Equatable {
        /// Milliseconds since 1970 by the database's clock.
        public var time: Int64
        /// Jobs whose delay is over.
        public var revived = 0
        /// Jobs taken from workers that said nothing for a lease's length.
        public var lost = 0
    }

    /// Makes delayed jobs available, and takes those of dead workers back; every worker does so once a second.
    ///
    /// - Parameter takingBack: false while leases cannot be judged: the clock has just been put forward.
    public func maintain(takingBack: Bool = true) async throws -> Maintenance {
        let (time, isDue) = try await database.read { connection in try survey(takingBack, in: connection) }
        guard isDue else { return Maintenance(time: time) }
        return try await database.write { connection in
            let revived = try revive(in: connection)
            return Maintenance(time: time, revived: revived, lost: takingBack ? try takeBack(in: connection) : 0)
        }
    }

    private func survey(_ takingBack: Bool, in connection: Connection) throws -> (time: Int64, isDue: Bool) {
        let now = connection.dialect.now
        let isLeaseDue: SQL = """
            EXISTS (SELECT 1 FROM jobs WHERE state = 'running' AND lease_until <= \(sql: now))
            OR EXISTS (\(sql: overlongLeases(now)))
            """
        let row = try connection.first(
            """
            SELECT \(sql: now) AS time, CASE WHEN
                EXISTS (SELECT 1 FROM jobs WHERE state = 'retryable' AND run_after <= \(sql: now))
                \(sql: takingBack ? "OR \(sql: isLeaseDue)" : "")
            THEN 1 ELSE 0 END AS due
            """)
        let isDue: Int = try row?["due"] ?? 0
        return (try row?["time"] ?? 0, isDue != 0)
    }

    private func revive(in connection: Connection) throws -> Int {
        let now = connection.dialect.now
        let count = try connection.execute(
            """
            UPDATE jobs SET state = 'available', updated_at = \(sql: now)
            WHERE state = 'retryable' AND run_after <= \(sql: now)
            """)
        if count > 0 { connection.notify(Self.channel) }
        return count
    }

    private func takeBack(in connection: Connection) throws -> Int {
        let now = connection.dialect.now
        try shortenOverlongLeases(in: connection)
        let rows = try connection.rows(
            """
            SELECT \(sql: Job.columns) FROM jobs WHERE state = 'running' AND lease_until <= \(sql: now)
            ORDER BY lease_until LIMIT 1000 \(sql: connection.dialect.skippingLocked)
            """)
        for job in try rows.map(Job.init) {
            let verdict = Verdict(on: job, ended: .lost, settings: settings, random: 0)
            _ = try carryOut(
                verdict, .lost, on: Lease(jobID: job.id, token: job.leaseToken), notes: AttemptNotes(),
                in: connection)
        }
        return rows.count
    }

    /// A lease that ends later than one given now was given before the clock was put back: its worker's death would go
    /// unnoticed until the clock is there again.
    private func shortenOverlongLeases(in connection: Connection) throws {
        let now = connection.dialect.now
        try connection.execute(
            """
            UPDATE jobs SET lease_until = \(sql: now) + \(settings.leaseDuration)
            WHERE id IN (\(sql: overlongLeases(now)))
            """)
    }

    private func overlongLeases(_ now: SQL) -> SQL {
        "SELECT id FROM jobs WHERE state = 'running' AND lease_until > \(sql: now) + \(settings.leaseDuration)"
    }
}
