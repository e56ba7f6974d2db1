import LatheDatabase
import LatheJobs
import TestDatabases

/// A fresh queue, with a table beside it for what jobs publish.
func withQueue(
    on kind: DatabaseKind, settings: QueueSettings = QueueSettings(),
    _ body: (JobQueue) async throws -> Void
) async throws {
    try await withDatabase(kind) { database in
        try await database.migrate(JobQueue.migrations)
        try await database.migrate([Migration("results/0001", ["CREATE TABLE results (job_id TEXT, made_by TEXT)"])])
        try await body(JobQueue(database: database, settings: settings))
    }
}

extension NewJob {
    static func sample(_ key: String, tenant: String = "label", priority: Int = 0, attempts: Int = 5) -> NewJob {
        NewJob(
            kind: "sample", payload: "{}", uniqueKey: key, tenant: tenant, priority: priority,
            maximumAttempts: attempts)
    }
}

extension JobQueue {
    /// The one job that waits.
    func claimOne(as worker: String = "w") async throws -> ClaimedJob? { try await claim(1, worker: worker).first }

    /// Completes a job with a row of its own.
    func completeWithResult(_ lease: Lease, by worker: String) async throws -> Bool {
        try await complete(lease) { connection in
            try connection.execute("INSERT INTO results (job_id, made_by) VALUES (\(lease.jobID), \(worker))")
        }
    }

    /// Who made what is published.
    func results() async throws -> [String] {
        try await database.read { connection in
            try connection.rows("SELECT made_by FROM results ORDER BY made_by").map { try $0["made_by"] }
        }
    }
}

/// Leases that have run out when they are given.
var expired: QueueSettings {
    var settings = QueueSettings()
    settings.leaseDuration = -1
    return settings
}
