public import LatheDatabase

/// Which jobs to list.
public struct JobFilter: Sendable, Equatable {
    /// Empty: all.
    public var states: [Job.State] = []
    public var tenant: String?
    public var queue: String?

    public init(states: [Job.State] = [], tenant: String? = nil, queue: String? = nil) {
        self.states = states
        self.tenant = tenant
        self.queue = queue
    }
}

/// One attempt at a job, as its history keeps it.
public struct Attempt: Sendable, Equatable {
    public let leaseToken: Int64
    public let number: Int
    public let worker: String
    public let startedAt: Int64
    public let endedAt: Int64?
    /// `succeeded`, `failed`, `crashed`, `postponed`, `lost`, `handedBack`, `cancelled`; nil while it runs.
    public let outcome: String?
    public let failure: JobFailure?
    public let notes: AttemptNotes
}

// What operators ask for.
extension JobQueue {
    public func job(_ id: Job.ID) async throws -> Job? {
        try await database.read { connection in
            try connection.first("SELECT \(sql: Job.columns) FROM jobs WHERE id = \(id)").map(Job.init)
        }
    }

    /// The newest first.
    /// - Parameter before: the last id of the page before.
    public func list(_ filter: JobFilter = JobFilter(), limit: Int = 50, before: Job.ID? = nil) async throws -> [Job] {
        try await database.read { connection in
            let rows = try connection.rows(
                """
                SELECT \(sql: Job.columns) FROM jobs WHERE \(sql: filter.condition)\
                \(sql: before.map { " AND id < \($0)" } ?? "")
                ORDER BY id DESC LIMIT \(limit)
                """)
            return try rows.map(Job.init)
        }
    }

    /// How many jobs there are in each of some states, none where one is missing: it takes as long as there are such jobs.
    public func counts(of states: [Job.State] = Job.State.allCases) async throws -> [Job.State: Int] {
        try await database.read { connection in try counts(of: states, in: connection) }
    }

    func counts(of states: [Job.State], in connection: Connection) throws -> [Job.State: Int] {
        var counts: [Job.State: Int] = [:]
        for row in try connection.rows(Self.countQuery(states)) {
            let name: String = try row["state"]
            if let state = Job.State(rawValue: name) { counts[state] = try row["count"] }
        }
        return counts
    }

    static func countQuery(_ states: [Job.State]) -> SQL {
        "SELECT state, count(*) AS count FROM jobs WHERE state IN (\(list: states.map(\.rawValue))) GROUP BY state"
    }

    /// Whether nothing is left to do in these queues: no job waits, now or for its next attempt, and none runs, whose
    /// worker might die.
    public func isEmpty(_ queues: [String]) async throws -> Bool {
        try await database.read { connection in
            try connection.first(
                """
                SELECT 1 AS one FROM jobs
                WHERE state IN ('available', 'retryable', 'running') AND queue IN (\(list: queues)) LIMIT 1
                """) == nil
        }
    }

    /// Whether the job with this key runs under this lease.
    public func isRunning(_ uniqueKey: String, token: Int64) async throws -> Bool {
        try await database.read { connection in
            try connection.first(
                """
                SELECT 1 AS one FROM jobs
                WHERE unique_key = \(uniqueKey) AND lease_token = \(token) AND state = 'running'
                """) != nil
        }
    }

    /// The first attempt first.
    public func attempts(of id: Job.ID) async throws -> [Attempt] {
        try await database.read { connection in
            try connection.rows("SELECT * FROM job_attempts WHERE job_id = \(id) ORDER BY lease_token")
                .map(Attempt.init)
        }
    }

    /// Stops a job: at once where it waits; where it runs, its worker does so within two seconds.
    /// - Returns: its state now; nil where there is no such job. A final state is left as it is.
    @discardableResult
    public func cancel(_ id: Job.ID) async throws -> Job.State? {
        try await database.write { connection in try cancel(id, in: connection) }
    }

    /// The same in a caller's transaction.
    @discardableResult
    public func cancel(_ id: Job.ID, in connection: Connection) throws -> Job.State? {
        let now = connection.dialect.now
        // Locked: between the statements an attempt may end, and none of them would see the job in its state.
        try connection.execute("SELECT id FROM jobs WHERE id = \(id) \(sql: connection.dialect.locking)")
        for job in try withdraw([id], in: connection) { try whenFailed(job, connection) }
        try connection.execute(
            """
            UPDATE jobs SET cancel_requested_at = \(sql: now), updated_at = \(sql: now)
            WHERE id = \(id) AND state = 'running'
            """)
        let row = try connection.first("SELECT \(sql: Job.columns) FROM jobs WHERE id = \(id)")
        return try row.map(Job.init)?.state
    }

    /// Cancels those of the jobs that wait, in a caller's transaction, and tells nobody; what runs goes on.
    /// - Returns: those that did wait.
    @discardableResult
    public func withdraw(_ ids: [Job.ID], in connection: Connection) throws -> [Job] {
        guard !ids.isEmpty else { return [] }
        let now = connection.dialect.now
        return try connection.rows(
            """
            UPDATE jobs SET state = 'cancelled', finished_at = \(sql: now), updated_at = \(sql: now)
            WHERE id IN (\(list: ids)) AND state IN ('available', 'retryable')
            RETURNING \(sql: Job.columns)
            """
        ).map(Job.init)
    }

    /// Makes a dead or cancelled job available again, with all its attempts.
    /// - Parameter payload: what it is to do instead; nil for the same.
    /// - Returns: whether it was dead or cancelled, or waited for a later attempt.
    @discardableResult
    public func retry(_ id: Job.ID, payload: String? = nil) async throws -> Bool {
        try await database.write { connection in
            try retry("id = \(id) AND state IN ('dead', 'cancelled', 'retryable')", payload, in: connection) > 0
        }
    }

    /// The same for every dead job that the filter lets through.
    /// - Returns: how many.
    @discardableResult
    public func retryDead(_ filter: JobFilter = JobFilter()) async throws -> Int {
        var filter = filter
        filter.states = [.dead]
        return try await database.write { [filter] connection in
            try retry(filter.condition, nil, in: connection)
        }
    }

    func retry(_ condition: SQL, _ payload: String?, in connection: Connection) throws -> Int {
        let now = connection.dialect.now
        let count = try connection.execute(
            """
            UPDATE jobs SET
                state = 'available', attempt = 0, crashes = 0, losses = 0, postponements = 0,
                run_after = \(sql: now), progress = 0,
                failure = NULL, cancel_requested_at = NULL, finished_at = NULL, updated_at = \(sql: now)
                \(sql: payload.map { ", payload = \($0)" } ?? "")
            WHERE \(sql: condition)
            """)
        if count > 0 { connection.notify(Self.channel) }
        return count
    }
}

extension JobFilter {
    var condition: SQL {
        var condition: SQL = "1 = 1"
        if !states.isEmpty { condition = "\(sql: condition) AND state IN (\(list: states.map(\.rawValue)))" }
        if let tenant { condition = "\(sql: condition) AND tenant = \(tenant)" }
        if let queue { condition = "\(sql: condition) AND queue = \(queue)" }
        return condition
    }
}

extension Attempt {
    init(_ row: Row) throws {
        self.init(
            leaseToken: try row["lease_token"], number: try row["attempt"], worker: try row["worker"],
            startedAt: try row["started_at"], endedAt: try row["ended_at"], outcome: try row["outcome"],
            failure: try JobFailure(stored: row["failure"]),
            notes: AttemptNotes(
                stages: try row["stages"], resources: try row["resources"], logTail: try row["log_tail"]))
    }
}
