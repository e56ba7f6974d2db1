internal import Foundation
internal import LatheJobs
internal import TestDatabases
internal import TestServers
internal import Testing

extension WorkerFaults {
    /// How soon a dead worker is noticed.
    @Suite struct LeaseTests {
        @Test(
            "A dead worker's job runs elsewhere as soon as its lease is over",
            .timeLimit(.minutes(10)), arguments: DatabaseKind.allCases)
        func elsewhere(kind: DatabaseKind) async throws {
            let place = try await Workplace(kind)
            var figures = Figures("kill to running elsewhere, lease 3 s, \(kind.rawValue)")
            let rounds = Chaos.count(1, unleashed: 6)
            for round in 0..<rounds {
                try await killAndMeasure(5, in: place, lease: Workplace.lease, round, &figures)
            }
            print(figures)
            #expect(figures.most <= Chaos.count(30_000, unleashed: 8000), "and not never")
            try await place.audit(5 * rounds)
        }

        @Test(
            "With the lease as it is, that takes at most 20 seconds", .timeLimit(.minutes(5)),
            .enabled("takes long", { Chaos.isUnleashed }), arguments: DatabaseKind.allCases)
        func elsewhereForReal(kind: DatabaseKind) async throws {
            let place = try await Workplace(kind)
            var figures = Figures("kill to running elsewhere, lease 15 s, \(kind.rawValue)")
            try await killAndMeasure(3, in: place, lease: .seconds(15), 0, &figures)
            print(figures)
            #expect(figures.most <= 20_000)
            try await place.audit(3)
        }

        /// So many workers with a job each are killed one after the other; another one takes over.
        private func killAndMeasure(
            _ count: Int, in place: Workplace, lease: Duration, _ round: Int, _ figures: inout Figures
        ) async throws {
            try await place.enqueue(count, "round-\(round)")
            let names = (0..<count).map { "victim-\(round)-\($0)" }
            let victims = try names.map { try place.startWorker($0, lease: lease, fault: Fault.hang) }
            var held: [Job] = []
            for name in names { held.append(try await place.jobHeld(by: name)) }
            let heir = try place.startWorker("heir-\(round)", ["--concurrency", "\(count)"], lease: lease)
            try await eventually("the heir works") { heir.text.contains("worker started") }
            var deaths: [Int64] = []
            for victim in victims {
                deaths.append(try await place.queue.time())
                victim.send(SIGKILL)
                _ = await victim.status
            }
            try await place.everythingSucceeds()
            for (job, death) in zip(held, deaths) {
                let next = try #require(try await place.queue.attempts(of: job.id).dropFirst().first)
                figures.add(next.startedAt - death)
            }
            heir.send(SIGTERM)
            #expect(await heir.status == 0, "\(heir.text)")
        }
    }
}

/// What is done to a worker's children: see `lathe worker`'s variables for tests.
enum Fault {
    /// Every job hangs after its first object.
    static let hang = ["LATHE_CHILD_FAULT": "hang:/"]
}
