internal import Foundation
internal import LatheJobs
internal import TestDatabases
internal import TestServers
internal import Testing

extension WorkerFaults {
    /// Workers that are taken for dead, and are not.
    @Suite struct ZombieTests {
        private static let points = ["encodingStarted", "objectUploaded:2", "packageUploaded", "beforePublication"]

        @Test(
            "A worker that wakes up after its lease publishes nothing",
            .timeLimit(.minutes(5)), arguments: DatabaseKind.allCases)
        func fenced(kind: DatabaseKind) async throws {
            let place = try await Workplace(kind)
            try await place.enqueue(Self.points.count)
            var zombies: [LatheProcess] = []
            for point in Self.points { zombies.append(try await place.startZombie(at: point)) }
            let heir = try place.startWorker("heir", ["--concurrency", "2"])
            try await place.everythingSucceeds()
            if Chaos.isUnleashed { try await Task.sleep(for: .seconds(60)) }
            for (point, zombie) in zip(Self.points, zombies) {
                zombie.send(SIGCONT)
                try await eventually("\(point) gives up: \(zombie.text)") { zombie.text.contains("another") }
            }
            for worker in zombies + [heir] {
                worker.send(SIGTERM)
                #expect(await worker.status == 0, "\(worker.text)")
            }
            #expect(zombies.last?.text.contains("result discarded: another attempt holds the job") == true)
            try await place.audit(Self.points.count)
        }

        @Test("A worker that was stopped does not take its jobs for hung", .timeLimit(.minutes(2)))
        func wokenUp() async throws {
            let place = try await Workplace()
            let job = try await place.enqueue()[0]
            let worker = try place.startWorker(
                "sleeper", ["--hang-timeout", "5s"], lease: .seconds(60),
                fault: ["LATHE_STOP_AT": "objectUploaded:2"])
            try await eventually("it stops") { worker.isStopped }
            // Longer than what makes a job a hung one.
            try await Task.sleep(for: .seconds(7))
            worker.send(SIGCONT)
            try await place.everythingSucceeds()
            #expect(try await place.history(of: job) == ["sleeper: succeeded"])
            worker.send(SIGTERM)
            #expect(await worker.status == 0, "\(worker.text)")
            try await place.audit(1)
        }

        @Test(
            "One that is stopped inside the transaction that publishes holds up its job, and for a lease's length at most",
            .timeLimit(.minutes(2)))
        func insideTransaction() async throws {
            let place = try await Workplace(.postgreSQL)
            try await place.enqueue(3)
            let zombie = try place.startWorker("zombie", fault: ["LATHE_STOP_AT": "insidePublication"])
            try await eventually("it stops") { zombie.isStopped }
            let start = ContinuousClock.now
            let heir = try place.startWorker("heir")
            try await place.everythingSucceeds(within: .seconds(40))
            print("stopped inside the transaction, lease 3 s: everything done after \(ContinuousClock.now - start)")
            zombie.send(SIGCONT)
            try await eventually("it gives up: \(zombie.text)") { zombie.text.contains("another attempt") }
            for worker in [zombie, heir] {
                worker.send(SIGTERM)
                #expect(await worker.status == 0, "\(worker.text)")
            }
            try await place.audit(3)
        }

        @Test(
            "With SQLite it holds up all who write, who wait for it",
            .timeLimit(.minutes(2)), arguments: [SIGCONT, SIGKILL])
        func holdingTheLock(signal: Int32) async throws {
            let place = try await Workplace()
            try await place.enqueue(3)
            let zombie = try place.startWorker("zombie", fault: ["LATHE_STOP_AT": "insidePublication"])
            try await eventually("it stops") { zombie.isStopped }
            // What only reads goes on.
            try await place.run("jobs", ["list"])
            let heir = try place.startWorker("heir")
            try await eventually("the heir cannot write") { heir.text.contains("database is locked") }
            zombie.send(signal)
            try await place.everythingSucceeds()
            for worker in [zombie, heir] {
                worker.send(SIGTERM)
                #expect([0, 128 + SIGKILL].contains(await worker.status), "\(worker.text)")
            }
            try await place.audit(3)
        }
    }
}

extension Workplace {
    /// A worker that is stopped at a point of a job's way.
    fileprivate func startZombie(at point: String) async throws -> LatheProcess {
        while true {
            let zombie = try startWorker(point, fault: ["LATHE_STOP_AT": point])
            try await eventually("\(point) stops") { zombie.isStopped }
            guard ProcessTable.isWriting(zombie.identifier, to: folder / "lathe.db") else { return zombie }
            // In the middle of a heartbeat, and with SQLite it holds up all others: that is another test.
            zombie.send(SIGKILL)
            _ = await zombie.status
        }
    }
}
