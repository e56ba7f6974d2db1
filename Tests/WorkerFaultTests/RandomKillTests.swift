internal import Foundation
internal import LatheJobs
internal import TestDatabases
internal import TestServers
internal import Testing

extension WorkerFaults {
    /// kill -9 whenever it comes.
    @Suite struct RandomKillTests {
        @Test(
            "Killed at random moments, workers publish everything once",
            .timeLimit(.minutes(15)), arguments: DatabaseKind.allCases)
        func randomMoments(kind: DatabaseKind) async throws {
            var random = SeededRandom()
            print("random kills, \(kind.rawValue): LATHE_SEED=\(random.seed)")
            let place = try await Workplace(kind)
            var accepted = try await place.enqueue(10).count
            for number in 0..<Chaos.count(15, unleashed: 60) {
                // One that has lost ten workers is quarantined: here it is not to blame.
                _ = try await place.queue.retryDead()
                if try await place.isIdle() {
                    accepted += try await place.enqueue(10, "batch-\(number)").count
                }
                let worker = try place.startWorker("mortal-\(number)", ["--concurrency", "2"])
                try await eventually("mortal-\(number) has begun a job") {
                    _ = try await place.queue.retryDead()
                    return try await place.hasWorked("mortal-\(number)")
                }
                // Not for something to have happened: the moment is what is tested.
                try await Task.sleep(for: .milliseconds(Int.random(in: 0..<1200, using: &random)))
                worker.send(SIGKILL)
                let status = await worker.status
                #expect(status == 128 + SIGKILL, "\(worker.text)")
            }
            let settler = try place.startWorker("settler", ["--concurrency", "2"])
            try await eventually("what the dead held is done", within: .seconds(120)) {
                _ = try await place.queue.retryDead()
                return try await place.isIdle()
            }
            settler.send(SIGTERM)
            #expect(await settler.status == 0, "\(settler.text)")
            _ = try await place.queue.retryDead()
            try await place.audit(accepted)
        }

        @Test("Several at a time: some work while others die", .timeLimit(.minutes(5)))
        func together() async throws {
            var random = SeededRandom()
            print("random kills among others: LATHE_SEED=\(random.seed)")
            let place = try await Workplace()
            let count = Chaos.count(12, unleashed: 40)
            try await place.enqueue(count)
            var workers = try (0..<3).map { try place.startWorker("first-\($0)") }
            for number in 0..<Chaos.count(6, unleashed: 20) {
                try await Task.sleep(for: .milliseconds(Int.random(in: 100..<900, using: &random)))
                let victim = workers.remove(at: Int.random(in: 0..<workers.count, using: &random))
                victim.send(SIGKILL)
                workers.append(try place.startWorker("next-\(number)"))
            }
            try await place.everythingSucceeds()
            for worker in workers { worker.send(SIGTERM) }
            for worker in workers { #expect(await worker.status == 0, "\(worker.text)") }
            try await place.audit(count)
        }
    }
}

extension Workplace {
    /// Nothing is left to be done, also not what a dead worker still holds.
    fileprivate func isIdle() async throws -> Bool {
        try await states().keys.allSatisfy { $0.isFinal }
    }
}
