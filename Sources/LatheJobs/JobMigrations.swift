public import LatheDatabase

extension JobQueue {
    /// The queue's tables; forward only.
    public static let migrations: [Migration] = [
        Migration(
            "jobs/0001-queue",
            [
                """
                CREATE TABLE jobs (
                    id TEXT PRIMARY KEY,
                    queue TEXT NOT NULL,
                    kind TEXT NOT NULL,
                    tenant TEXT NOT NULL,
                    priority INTEGER NOT NULL,
                    job_rank BIGINT NOT NULL,
                    unique_key TEXT NOT NULL UNIQUE,
                    payload TEXT NOT NULL,
                    state TEXT NOT NULL,
                    attempt INTEGER NOT NULL DEFAULT 0,
                    maximum_attempts INTEGER NOT NULL,
                    crashes INTEGER NOT NULL DEFAULT 0,
                    losses INTEGER NOT NULL DEFAULT 0,
                    run_after BIGINT NOT NULL,
                    lease_token BIGINT NOT NULL DEFAULT 0,
                    lease_until BIGINT,
                    worker TEXT,
                    cancel_requested_at BIGINT,
                    progress DOUBLE PRECISION NOT NULL DEFAULT 0,
                    stage TEXT,
                    remaining BIGINT,
                    rate DOUBLE PRECISION,
                    failure TEXT,
                    created_at BIGINT NOT NULL,
                    updated_at BIGINT NOT NULL,
                    started_at BIGINT,
                    finished_at BIGINT
                )
                """,
                // The claim's way: a tenant's next job is the first entry under (queue, tenant).
                "CREATE INDEX jobs_waiting ON jobs (queue, tenant, job_rank, id) WHERE state = 'available'",
                "CREATE INDEX jobs_delayed ON jobs (run_after) WHERE state = 'retryable'",
                "CREATE INDEX jobs_leased ON jobs (lease_until) WHERE state = 'running'",
                "CREATE INDEX jobs_by_state ON jobs (state, id)",
                """
                CREATE TABLE job_attempts (
                    job_id TEXT NOT NULL REFERENCES jobs (id),
                    lease_token BIGINT NOT NULL,
                    attempt INTEGER NOT NULL,
                    worker TEXT NOT NULL,
                    started_at BIGINT NOT NULL,
                    ended_at BIGINT,
                    outcome TEXT,
                    failure TEXT,
                    stages TEXT,
                    resources TEXT,
                    log_tail TEXT,
                    PRIMARY KEY (job_id, lease_token)
                )
                """,
                // When a tenant was served last: the one that waited longest is next.
                """
                CREATE TABLE job_tenants (
                    queue TEXT NOT NULL,
                    tenant TEXT NOT NULL,
                    served_at BIGINT NOT NULL,
                    PRIMARY KEY (queue, tenant)
                )
                """,
            ]),
        Migration(
            "jobs/0002-ends",
            [
                // What `lathe jobs watch` reads twice a second: what ended last, and how many did lately.
                "CREATE INDEX jobs_ended ON jobs (finished_at) WHERE finished_at IS NOT NULL",
                "CREATE INDEX jobs_ended_by_state ON jobs (state, finished_at) WHERE finished_at IS NOT NULL",
            ]),
        Migration(
            "jobs/0003-postponements",
            ["ALTER TABLE jobs ADD COLUMN postponements INTEGER NOT NULL DEFAULT 0"]),
        Migration(
            "jobs/0004-retention",
            [
                // Page by page, also where many ended in the same millisecond.
                "DROP INDEX jobs_ended",
                "CREATE INDEX jobs_ended ON jobs (finished_at, id) WHERE finished_at IS NOT NULL",
            ]),
    ]
}
