internal import Foundation
internal import LatheJobs
internal import Testing

extension SurroundingFaults {
    /// A machine whose clock is put forward and back. Workers have no other clock for leases than their database's.
    @Suite struct ClockTests {
        private static let hour = 3_600_000

        @Test(
            "A clock that is put forward takes no job from the living, one that is put back keeps none for the dead",
            .timeLimit(.minutes(3)))
        func put() async throws {
            let place = try await Workplace()
            let clock = place.folder / "clock"
            func put(_ error: Int) throws { try "\(error)".write(toFile: clock, atomically: true, encoding: .utf8) }
            let fault = ["LATHE_CLOCK_ERROR": clock]
            try put(0)
            let job = try await place.enqueue()[0]
            let holder = try place.startWorker("holder", fault: fault.merging(Fault.hang) { $1 })
            try await place.worker("holder", holds: job)
            let heir = try place.startWorker("heir", fault: fault)
            try await eventually("the heir works") { heir.text.contains("worker started") }
            // Until it has looked at the clock once.
            try await Task.sleep(for: .seconds(2))
            try put(Self.hour)
            // For nothing to happen, although it could.
            try await Task.sleep(for: .seconds(5))
            #expect(try await place.history(of: job) == ["holder: runs"])
            try put(-Self.hour)
            holder.send(SIGKILL)
            let start = ContinuousClock.now
            try await place.everythingSucceeds()
            print("kill to done, the clock put back by two hours, lease 3 s: \(ContinuousClock.now - start)")
            #expect(ContinuousClock.now - start < .seconds(12))
            #expect(try await place.history(of: job) == ["holder: lost", "heir: succeeded"])
            heir.send(SIGTERM)
            #expect(await heir.status == 0, "\(heir.text)")
            try await place.audit(1)
        }
    }
}
