internal import LatheDatabase

/// A queue at one moment, for people who watch it.
public struct QueueOverview: Sendable, Equatable {
    /// Milliseconds since 1970 by the database's clock.
    public var time: Int64
    /// How many jobs are in each state that was counted; none where a state is missing.
    public var counts: [Job.State: Int]
    /// Those that began first.
    public var running: [Job]
    /// Jobs of any final state, those that ended last first.
    public var ended: [Job]
    /// Dead ones, those that died last first.
    public var dead: [Job]
    /// The jobs that were asked for by name.
    public var named: [Job]
    /// How many jobs succeeded within the window.
    public var succeeded: Int
    /// How far back `succeeded` looks. Milliseconds.
    public var window: Int64

    /// An overview of what is given.
    public init(
        time: Int64, counts: [Job.State: Int] = [:], running: [Job] = [], ended: [Job] = [], dead: [Job] = [],
        named: [Job] = [], succeeded: Int = 0, window: Int64 = 300_000
    ) {
        self.time = time
        self.counts = counts
        self.running = running
        self.ended = ended
        self.dead = dead
        self.named = named
        self.succeeded = succeeded
        self.window = window
    }
}

extension JobQueue {
    /// What there is to see, all of it at the same moment.
    ///
    /// - Parameters:
    ///   - states: which to count; a count takes as long as there are jobs in the state.
    ///   - limit: of each list of jobs.
    ///   - named: jobs to read besides.
    ///   - window: how far back throughput is counted. Milliseconds.
    public func overview(
        counting states: [Job.State] = Job.State.allCases, limit: Int = 100, named: [Job.ID] = [],
        window: Int64 = 300_000
    ) async throws -> QueueOverview {
        try await database.read { connection in
            let now = connection.dialect.now
            let time: Int64 = try connection.first("SELECT \(sql: now) AS time")?["time"] ?? 0
            let jobs = { (rest: SQL) in
                try connection.rows("SELECT \(sql: Job.columns) FROM jobs WHERE \(sql: rest)").map(Job.init)
            }
            return QueueOverview(
                time: time,
                counts: try counts(of: states, in: connection),
                running: try jobs("state = 'running' ORDER BY started_at, id LIMIT \(limit)"),
                ended: try jobs("finished_at IS NOT NULL ORDER BY finished_at DESC, id DESC LIMIT \(limit)"),
                dead: try jobs(
                    "state = 'dead' AND finished_at IS NOT NULL ORDER BY finished_at DESC, id DESC LIMIT \(limit)"),
                named: try jobs("id IN (\(list: named)) ORDER BY id"),
                succeeded: try successes(since: time - window, in: connection), window: window)
        }
    }

    private func successes(since time: Int64, in connection: Connection) throws -> Int {
        try connection.first(
            """
            SELECT count(*) AS count FROM jobs
            WHERE state = 'succeeded' AND finished_at IS NOT NULL AND finished_at > \(time)
            """)?["count"] ?? 0
    }
}
