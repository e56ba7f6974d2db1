import LatheDatabase
import TestServers
import TestDatabases
import Testing

@testable import LatheJobs

@Suite("Jobs that are forgotten")
struct RetentionTests {
    @Test(
        "Only what ended before the moment goes, with its attempts, and nothing that is needed",
        arguments: DatabaseKind.allCases)
    func ended(kind: DatabaseKind) async throws {
        try await withQueue(on: kind) { queue in
            let old = try await queue.ended(["a", "b", "c", "d", "e"], at: 1000)
            let recent = try await queue.ended(["f"], at: 2000)
            let waiting = try await queue.enqueue(.sample("g")).job.id
            try await queue.cancel(waiting)
            #expect(try await queue.retry(waiting))
            let needed = Set([old[1], old[3]])

            #expect(try await queue.forget(endedBefore: 2000, batch: 2, isDryRun: true) { _, _ in needed } == 3)
            #expect(try await queue.list().count == 7)
            #expect(try await queue.forget(endedBefore: 2000, batch: 2) { _, _ in needed } == 3)
            #expect(try await Set(queue.list().map(\.id)) == needed.union(recent + [waiting]))
            #expect(try await queue.attempts(of: old[0]).isEmpty)
            #expect(try await queue.attempts(of: old[1]).count == 1)
            #expect(try await queue.forget(endedBefore: 2000, batch: 2) { _, _ in needed } == 0)
        }
    }

    @Test(
        "A forgotten key that is enqueued again is a new job, whose leases are nobody's before",
        arguments: DatabaseKind.allCases)
    func again(kind: DatabaseKind) async throws {
        try await withQueue(on: kind) { queue in
            try await queue.enqueue(.sample("a"))
            var last: Int64 = 0
            for _ in 0..<3 {
                let lease = try #require(try await queue.claimOne()).lease
                last = lease.token
                _ = try await queue.end(lease, last < 3 ? .handedBack : .cancelled)
            }
            #expect(try await queue.forget(endedBefore: .max) == 1)
            var job = NewJob.sample("a")
            job.mayBeForgotten = true
            #expect(try await queue.enqueue(job).isNew)
            #expect(try #require(try await queue.claimOne()).lease.token > last)
        }
    }

    @Test("One that is enqueued at the same moment stays for what refers to it", arguments: DatabaseKind.allCases)
    func enqueuedMeanwhile(kind: DatabaseKind) async throws {
        try await withQueue(on: kind) { queue in
            let id = try await queue.ended(["a"], at: 1000)[0]
            let enqueueing = try await SlowTransaction(in: queue.database) { connection in
                let job = try queue.enqueue(.sample("a"), in: connection).job
                try connection.execute("INSERT INTO results (job_id, made_by) VALUES (\(job.id), 'w')")
            }
            let forgetting = Task {
                try await queue.forget(endedBefore: 2000) { _, connection in
                    Set(try connection.rows("SELECT job_id FROM results").map { try $0["job_id"] })
                }
            }
            // Where it leaves the job alone, it is done by then; where writers queue up, it is not.
            if kind == .postgreSQL { #expect(try await forgetting.value == 0) }
            try await enqueueing.commit()
            #expect(try await forgetting.value == 0)
            #expect(try await queue.job(id)?.state == .succeeded)
        }
    }

    @Test("No round reads the table from end to end, however many jobs ended", arguments: DatabaseKind.allCases)
    func plans(kind: DatabaseKind) async throws {
        try await withQueue(on: kind) { queue in
            try await queue.fill(20_000)
            let place = EndedJob(id: "7", finishedAt: 700)
            let queries = [
                JobQueue.endedQuery(before: 900, after: nil, limit: 500),
                JobQueue.endedQuery(before: 900, after: place, limit: 500),
                JobQueue.countQuery(Job.State.unfinished),
            ]
            for query in queries {
                let plan = try await queue.plan(of: query)
                #expect(plan.contains { $0.contains("jobs_ended") || $0.contains("jobs_by_state") }, "\(plan)")
                #expect(plan.filter(Self.isFlaw) == [], "\(plan)")
            }
            #expect(try await queue.counts(of: Job.State.unfinished) == [.available: 20])
        }
    }

    private static func isFlaw(_ step: String) -> Bool {
        ["Seq Scan", "Sort", "SCAN", "TEMP B-TREE"].contains { step.contains($0) }
    }
}

extension JobQueue {
    /// Jobs that succeeded, by the clock then.
    fileprivate func ended(_ keys: [String], at time: Int64) async throws -> [Job.ID] {
        var ids: [Job.ID] = []
        for key in keys {
            try await enqueue(.sample(key))
            let lease = try #require(try await claimOne()).lease
            #expect(try await complete(lease))
            ids.append(lease.jobID)
        }
        try await database.write { [ids] in
            try $0.execute("UPDATE jobs SET finished_at = \(time) WHERE id IN (\(list: ids))")
        }
        return ids
    }

    /// So many jobs, of which one in a thousand waits, with statistics as a planner would have them.
    fileprivate func fill(_ count: Int) async throws {
        let numbers: SQL =
            switch database.dialect {
            case .sqlite:
                """
                (WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < \(count))
                SELECT n FROM numbers)
                """
            case .postgreSQL: "(SELECT n FROM generate_series(1, CAST(\(count) AS integer)) AS series (n))"
            }
        try await database.write { connection in
            try connection.execute(
                """
                INSERT INTO jobs (
                    id, queue, kind, tenant, priority, job_rank, unique_key, payload, state, maximum_attempts,
                    run_after, created_at, updated_at, finished_at)
                SELECT 'j' || n, 'default', 'sample', 'label', 0, n, 'key ' || n, '{}',
                    CASE WHEN n % 1000 = 0 THEN 'available' ELSE 'succeeded' END, 5, n, n, n,
                    CASE WHEN n % 1000 = 0 THEN NULL ELSE n END
                FROM \(sql: numbers) AS numbers
                """)
            try connection.execute("ANALYZE")
        }
    }

    fileprivate func plan(of query: SQL) async throws -> [String] {
        try await database.read { connection in
            switch connection.dialect {
            case .sqlite: try connection.rows("EXPLAIN QUERY PLAN \(sql: query)").map { try $0["detail"] }
            case .postgreSQL: try connection.rows("EXPLAIN \(sql: query)").map { try $0["QUERY PLAN"] }
            }
        }
    }
}
