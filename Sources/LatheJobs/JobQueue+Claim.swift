internal import LatheDatabase

extension JobQueue {
    /// Takes up to so many jobs, each under a lease of its own.
    ///
    /// Earlier queues come first. Within a queue the tenants take turns, whoever waited longest first; within a tenant
    /// the higher priority comes first, age counting towards it.
    /// - Parameters:
    ///   - kinds: what the worker can run.
    ///   - worker: its name, for people.
    /// - Returns: none where none waits.
    /// - Throws: `DatabaseError`.
    public func claim(
        _ limit: Int, from queues: [String] = ["default"], worker: String
    ) async throws -> [ClaimedJob] {
        guard limit > 0, try await mayClaim(from: queues) else { return [] }
        return try await database.write { connection in
            var claim = Claim(connection: connection, worker: worker, leaseDuration: settings.leaseDuration)
            for queue in queues where claim.jobs.count < limit {
                try claim.take(limit - claim.jobs.count, from: queue)
            }
            try claim.record()
            return claim.jobs.map(ClaimedJob.init)
        }
    }

    /// SQLite has one writer for all: an idle worker must not take its turn.
    private func mayClaim(from queues: [String]) async throws -> Bool {
        guard database.dialect == .sqlite else { return true }
        return try await database.read { connection in
            try connection.first(
                "SELECT 1 AS one FROM jobs WHERE state = 'available' AND queue IN (\(list: queues)) LIMIT 1") != nil
        }
    }
}

/// One claim in its transaction.
private struct Claim {
    let connection: Connection
    let worker: String
    let leaseDuration: Int64
    private(set) var jobs: [Job] = []

    init(connection: Connection, worker: String, leaseDuration: Int64) {
        self.connection = connection
        self.worker = worker
        self.leaseDuration = leaseDuration
    }

    /// Rounds over the tenants that wait; in each round all get the same share.
    mutating func take(_ limit: Int, from queue: String) throws {
        var tenants = try waitingTenants(of: queue, limit: limit)
        var left = limit
        while left > 0, !tenants.isEmpty {
            let share = max(1, left / tenants.count)
            for tenant in tenants where left > 0 {
                let taken = try take(min(share, left), of: tenant, from: queue)
                left -= taken.count
                jobs += taken
                if taken.count < share { tenants.removeAll { $0 == tenant } }
            }
        }
    }

    /// Jumps from one tenant's first entry in the index to the next tenant's, however many jobs each has.
    private func waitingTenants(of queue: String, limit: Int) throws -> [String] {
        let rows = try connection.rows(
            """
            WITH RECURSIVE waiting (tenant) AS (
                SELECT (SELECT min(tenant) FROM jobs WHERE state = 'available' AND queue = \(queue))
                UNION ALL
                SELECT (
                    SELECT min(jobs.tenant) FROM jobs
                    WHERE state = 'available' AND queue = \(queue) AND jobs.tenant > waiting.tenant)
                FROM waiting WHERE waiting.tenant IS NOT NULL
            )
            SELECT waiting.tenant AS tenant FROM waiting
            LEFT JOIN job_tenants ON job_tenants.queue = \(queue) AND job_tenants.tenant = waiting.tenant
            WHERE waiting.tenant IS NOT NULL
            ORDER BY coalesce(job_tenants.served_at, 0), waiting.tenant
            LIMIT \(limit)
            """)
        return try rows.map { try $0["tenant"] }
    }

    private func take(_ limit: Int, of tenant: String, from queue: String) throws -> [Job] {
        let now = connection.dialect.now
        let rows = try connection.rows(
            """
            WITH next AS MATERIALIZED (
                SELECT id AS next_id FROM jobs
                WHERE state = 'available' AND queue = \(queue) AND tenant = \(tenant)
                ORDER BY job_rank, id LIMIT \(limit)
                \(sql: connection.dialect.skippingLocked)
            )
            UPDATE jobs SET
                state = 'running', attempt = attempt + 1, lease_token = lease_token + 1,
                lease_until = \(sql: now) + \(leaseDuration), worker = \(worker), progress = 0, stage = NULL,
                remaining = NULL, rate = NULL, started_at = \(sql: now), updated_at = \(sql: now)
            FROM next WHERE id = next_id
            RETURNING \(sql: Job.columns)
            """)
        return try rows.map(Job.init)
    }

    /// Writes the attempts down, and that the tenants were served; tenants in order, lest two claims wait for each other.
    func record() throws {
        guard !jobs.isEmpty else { return }
        let now = connection.dialect.now
        try connection.execute(
            """
            INSERT INTO job_attempts (job_id, lease_token, attempt, worker, started_at)
            SELECT id, lease_token, attempt, \(worker), started_at FROM jobs WHERE id IN (\(list: jobs.map(\.id)))
            """)
        let served = Set(jobs.map { Served(queue: $0.queue, tenant: $0.tenant) })
        for served in served.sorted(by: { ($0.queue, $0.tenant) < ($1.queue, $1.tenant) }) {
            try connection.execute(
                """
                INSERT INTO job_tenants (queue, tenant, served_at)
                VALUES (\(served.queue), \(served.tenant), \(sql: now))
                ON CONFLICT (queue, tenant) DO UPDATE SET served_at = excluded.served_at
                """)
        }
    }

    private struct Served: Hashable {
        let queue: String
        let tenant: String
    }
}
