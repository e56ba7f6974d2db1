internal import Foundation
internal import LatheDatabase
internal import LatheJobs
internal import LatheWorker
internal import TestDatabases
internal import TestServers
internal import Testing

extension WorkerFaults.SurroundingFaults {
    /// One tenant's flood, another's single track.
    @Suite struct FairnessTests {
        @Test(
            "Behind 10,000 jobs of another tenant, a single one starts next",
            .timeLimit(.minutes(3)), arguments: DatabaseKind.allCases)
        func flood(kind: DatabaseKind) async throws {
            let place = try await Workplace(kind)
            // Makes the tables.
            try await place.run("worker", ["--drain"])
            try await place.queue.database.write { [queue = place.queue] connection in
                for number in 0..<10_000 {
                    _ = try queue.enqueue(.empty("flood/\(number)", of: "flooder"), in: connection)
                }
            }
            let worker = try place.startWorker("worker", ["--log-level", "warning"])
            try await eventually("the flood is worked on") { (try await place.states()[.succeeded] ?? 0) > 10 }
            let single = try await place.queue.enqueue(.empty("single", of: "patient")).job
            // Before that the worker could not know of it.
            let accepted = try await place.queue.time()
            try await eventually("it succeeds") { try await place.job(single.id).state == .succeeded }
            worker.send(SIGTERM)
            #expect(await worker.status == 0, "\(worker.text)")
            let before = try await place.jobsStarted(after: accepted, before: single)
            print("jobs of the flooder that started between, \(kind.rawValue): \(before)")
            #expect(before <= 1)
            #expect(try await place.states()[.available] ?? 0 > 0)
        }
    }
}

extension NewJob {
    fileprivate static func empty(_ key: String, of tenant: String) -> NewJob {
        NewJob(kind: EmptyHandler.kind, payload: "{}", uniqueKey: key, tenant: tenant)
    }
}

extension Workplace {
    /// How many of others' attempts began after a moment and before a job began.
    fileprivate func jobsStarted(after moment: Int64, before single: Job) async throws -> Int {
        let start = try await job(single.id).startedAt ?? 0
        return try await queue.database.read { connection in
            try connection.first(
                """
                SELECT count(*) AS n FROM job_attempts
                WHERE job_id <> \(single.id) AND started_at > \(moment) AND started_at < \(start)
                """)?["n"] ?? -1
        }
    }
}
