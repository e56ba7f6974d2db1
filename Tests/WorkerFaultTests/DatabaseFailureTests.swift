internal import Foundation
internal import LatheJobs
internal import TestDatabases
internal import TestServers
internal import Testing

extension WorkerFaults.SurroundingFaults {
    /// A database that dies under its workers.
    @Suite struct DatabaseFailureTests {
        @Test(
            "PostgreSQL is killed and comes back: what was accepted is done once, by the same workers",
            .timeLimit(.minutes(5)))
        func killed() async throws {
            var random = SeededRandom()
            print("PostgreSQL killed: LATHE_SEED=\(random.seed)")
            let server = try await PostgreSQLServer()
            let place = try await Workplace(.postgreSQL, on: server)
            let workers = try ["a", "b"].map { try place.startWorker($0) }
            var accepted: [Job.ID] = []
            for round in 0..<Chaos.count(3, unleashed: 10) {
                let jobs = try await place.enqueue(4, "round-\(round)")
                accepted += jobs
                try await eventually("one of them is begun") { try await place.job(jobs[0]).state != .available }
                try await Task.sleep(for: .milliseconds(Int.random(in: 0..<500, using: &random)))
                try server.kill9()
                // The last time for longer than a lease.
                if round == 2 { try await Task.sleep(for: .seconds(4)) }
                try await server.restart()
            }
            try await place.everythingSucceeds()
            for worker in workers {
                worker.send(SIGTERM)
                #expect(await worker.status == 0, "\(worker.text)")
            }
            for job in accepted { #expect(try await place.job(job).state == .succeeded) }
            try await place.audit(accepted.count)
        }

        @Test("A publication whose commit was not heard of is one, and is not made again", .timeLimit(.minutes(3)))
        func lostReply() async throws {
            let server = try await PostgreSQLServer.shared
            let network = try await CommitLosingNetwork(before: server, text: "INSERT INTO outbox", times: 2)
            let place = try await Workplace(.postgreSQL, on: server)
            let jobs = try await place.enqueue(3)
            let worker = try place.startWorker(
                "worker", lease: .seconds(60), database: network.url(of: place.databaseName))
            try await place.everythingSucceeds()
            worker.send(SIGTERM)
            #expect(await worker.status == 0, "\(worker.text)")
            #expect(network.count == 2)
            for job in jobs { #expect(try await place.history(of: job) == ["worker: succeeded"]) }
            try await place.audit(jobs.count)
        }
    }
}
