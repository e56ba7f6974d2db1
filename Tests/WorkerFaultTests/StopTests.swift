internal import Foundation
internal import LatheJobs
internal import TestDatabases
internal import TestServers
internal import Testing

extension WorkerFaults {
    /// Being told to stop.
    @Suite struct StopTests {
        @Test(
            "What runs is handed back, starts elsewhere within a second, and no attempt is spent",
            .timeLimit(.minutes(3)), arguments: DatabaseKind.allCases)
        func handBack(kind: DatabaseKind) async throws {
            let place = try await Workplace(kind)
            let jobs = try await place.enqueue(3)
            let leaver = try place.startWorker(
                "leaver", ["--concurrency", "3", "--drain-timeout", "500ms"], lease: .seconds(60), fault: Fault.hang)
            for job in jobs { try await place.worker("leaver", holds: job) }
            let heir = try place.startWorker("heir", ["--concurrency", "3"], lease: .seconds(60))
            try await eventually("the heir works") { heir.text.contains("worker started") }
            leaver.send(SIGTERM)
            #expect(await leaver.status == 0, "\(leaver.text)")
            try await place.everythingSucceeds()
            heir.send(SIGTERM)
            _ = await heir.status
            var figures = Figures("handed back to running elsewhere, \(kind.rawValue)")
            for job in jobs {
                let attempts = try await place.queue.attempts(of: job)
                #expect(attempts.map(\.outcome) == ["handedBack", "succeeded"])
                #expect(try await place.job(job).attempt == 1)
                figures.add((attempts.last?.startedAt ?? 0) - (attempts.first?.endedAt ?? 0))
            }
            print(figures)
            #expect(figures.most <= Chaos.count(20_000, unleashed: 1000), "long before the lease ends")
            try await place.audit(jobs.count)
        }

        @Test("What can end within the drain timeout ends", .timeLimit(.minutes(2)))
        func finish() async throws {
            let place = try await Workplace()
            let jobs = try await place.enqueue(2, seconds: 60)
            let worker = try place.startWorker("leaver", ["--drain-timeout", "120s"], lease: .seconds(60))
            let running = try await place.jobHeld(by: "leaver")
            worker.send(SIGTERM)
            #expect(await worker.status == 0, "\(worker.text)")
            for job in jobs {
                #expect(try await place.job(job).state == (job == running.id ? .succeeded : .available))
            }
            try await place.audit(2)
        }

        @Test("Told twice, it exits at once, and so do its children", .timeLimit(.minutes(2)))
        func twice() async throws {
            let place = try await Workplace()
            try await place.enqueue()
            let worker = try place.startWorker("leaver", ["--drain-timeout", "60s"], fault: Fault.hang)
            _ = try await place.jobHeld(by: "leaver")
            worker.send(SIGTERM)
            try await eventually("it is stopping") { worker.text.contains("stopping") }
            let start = ContinuousClock.now
            worker.send(SIGTERM)
            #expect(await worker.status == 128 + SIGTERM)
            try await eventually("its children are gone") { ProcessTable.working(in: place.folder.path).isEmpty }
            let time = ContinuousClock.now - start
            print("second SIGTERM to the end of all processes: \(time)")
            #expect(time < .seconds(20), "and not after a minute")
            try await place.audit(1)
        }

        @Test("Told to stop at any moment, it ends soon and holds nothing", .timeLimit(.minutes(3)))
        func anyMoment() async throws {
            var random = SeededRandom()
            print("stopped at random moments: LATHE_SEED=\(random.seed)")
            let place = try await Workplace()
            let jobs = try await place.enqueue(3)
            for number in 0..<Chaos.count(8, unleashed: 40) {
                let worker = try place.startWorker(
                    "brief-\(number)", ["--concurrency", "2", "--drain-timeout", "0s"], fault: Fault.hang)
                try await Task.sleep(for: .milliseconds(Int.random(in: 0..<800, using: &random)))
                worker.send(SIGTERM)
                let start = ContinuousClock.now
                // Before it listens for signals, one ends it.
                #expect([0, 128 + SIGTERM].contains(await worker.status), "\(worker.text)")
                #expect(ContinuousClock.now - start < .seconds(30))
                #expect(try await place.states() == [.available: 3])
            }
            for job in jobs { #expect(try await place.job(job).attempt == 0) }
            try await place.audit(jobs.count)
        }

        @Test("Told to stop while its database is away, it ends as well", .timeLimit(.minutes(3)))
        func withoutDatabase() async throws {
            let server = try await PostgreSQLServer()
            let place = try await Workplace(.postgreSQL, on: server)
            let job = try await place.enqueue()[0]
            let worker = try place.startWorker("leaver", ["--drain-timeout", "1s"], fault: Fault.hang)
            try await place.worker("leaver", holds: job)
            try server.kill9()
            let start = ContinuousClock.now
            worker.send(SIGTERM)
            #expect(await worker.status == 0, "\(worker.text)")
            print("SIGTERM to the end, the database away: \(ContinuousClock.now - start)")
            #expect(ContinuousClock.now - start < .seconds(45))
            try await server.restart()
            try await place.audit(1)
        }

        @Test(
            "A job that is cancelled stops long before its lease ends", .timeLimit(.minutes(2)),
            arguments: DatabaseKind.allCases)
        func cancel(kind: DatabaseKind) async throws {
            let place = try await Workplace(kind)
            let job = try await place.enqueue()[0]
            let worker = try place.startWorker("worker", lease: .seconds(60), fault: Fault.hang)
            try await place.worker("worker", holds: job)
            let start = ContinuousClock.now
            try await place.queue.cancel(job)
            try await eventually("it is cancelled") { try await place.job(job).state == .cancelled }
            try await eventually("its child is gone") {
                ProcessTable.working(in: place.folder.path) == [worker.identifier]
            }
            let time = ContinuousClock.now - start
            print("cancel to stopped, \(kind.rawValue): \(time)")
            #expect(time < .seconds(30))
            worker.send(SIGTERM)
            #expect(await worker.status == 0, "\(worker.text)")
            try await place.run("jobs", ["retry", job])
            try await place.audit(1)
        }
    }
}
