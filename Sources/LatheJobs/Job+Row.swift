internal import FoundationEssentials
internal import LatheDatabase

extension Job {
    /// Every column that `init(_:)` reads.
    static let columns: SQL = """
        id, queue, kind, tenant, priority, unique_key, payload, state, attempt, maximum_attempts, crashes, losses,
        postponements, run_after, lease_token, lease_until, worker, cancel_requested_at, progress, stage, remaining, rate, failure,
        created_at, started_at, finished_at
        """

    init(_ row: Row) throws {
        let state: String = try row["state"]
        let cancelRequestedAt: Int64? = try row["cancel_requested_at"]
        self.init(
            id: try row["id"], queue: try row["queue"], kind: try row["kind"], tenant: try row["tenant"],
            priority: try row["priority"], uniqueKey: try row["unique_key"], payload: try row["payload"],
            state: try State(stored: state), attempt: try row["attempt"],
            maximumAttempts: try row["maximum_attempts"], crashes: try row["crashes"], losses: try row["losses"],
            postponements: try row["postponements"], runAfter: try row["run_after"],
            leaseToken: try row["lease_token"], leaseUntil: try row["lease_until"],
            worker: try row["worker"], isCancelRequested: cancelRequestedAt != nil,
            progress: JobProgress(
                fraction: try row["progress"], stage: try row["stage"], remaining: try row["remaining"],
                rate: try row["rate"]),
            failure: try JobFailure(stored: row["failure"]), createdAt: try row["created_at"],
            startedAt: try row["started_at"], finishedAt: try row["finished_at"])
    }
}

extension Job.State {
    fileprivate init(stored: String) throws {
        guard let state = Self(rawValue: stored) else {
            throw JobFailure(
                "unknownState", "a job has the state \"\(stored)\", which this version does not know",
                remedy: "Use the newest lathe that works on this database.", isPermanent: true)
        }
        self = state
    }
}

extension JobFailure {
    /// As it is stored.
    var json: String {
        // A struct of strings and a flag: encoding cannot fail.
        String(decoding: (try? JSONEncoder().encode(self)) ?? Data("{}".utf8), as: UTF8.self)
    }

    init?(stored: String?) throws {
        guard let stored else { return nil }
        self = try JSONDecoder().decode(JobFailure.self, from: Data(stored.utf8))
    }
}
