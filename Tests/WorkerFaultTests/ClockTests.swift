internal import Foundation
internal import LatheJobs
internal import TestDatabases
internal import TestServers
internal import Testing

extension WorkerFaults.SurroundingFaults {
    /// A clock that is put forward and back. Workers have no other clock for leases than their database's: SQLite's is
    /// that of the worker's process, PostgreSQL's that of the server.
    @Suite struct ClockTests {
        /// Seconds.
        private static let hour = 3600

        @Test(
            "A clock that is put forward takes no job from the living, one that is put back keeps none for the dead",
            .timeLimit(.minutes(3)), arguments: DatabaseKind.allCases)
        func put(kind: DatabaseKind) async throws {
            let server = kind == .postgreSQL ? try await PostgreSQLServer(hasOwnClock: true) : nil
            let place = try await Workplace(kind, on: server)
            let clock = place.folder / "clock"
            func put(_ error: Int) throws {
                if let server { return try server.putClock(by: error) }
                try "\(error * 1000)".write(toFile: clock, atomically: true, encoding: .utf8)
            }
            let fault = server == nil ? ["LATHE_CLOCK_ERROR": clock] : [:]
            try put(0)
            let job = try await place.enqueue()[0]
            let lease = Duration.seconds(6)
            let holder = try place.startWorker("holder", lease: lease, fault: fault.merging(Fault.hang) { $1 })
            try await place.worker("holder", holds: job)
            let heir = try place.startWorker("heir", lease: lease, fault: fault)
            try await eventually("the heir works") { heir.text.contains("worker started") }
            // Until it has looked at the clock once.
            try await Task.sleep(for: .seconds(2))
            try put(Self.hour)
            if let server {
                let shown = try #require(
                    Double(
                        try await server.psql("SELECT extract(epoch FROM now())").trimmingCharacters(in: .newlines)))
                #expect(abs(shown - Date.now.timeIntervalSince1970 - Double(Self.hour)) < 60)
            }
            // For nothing to happen, although it could.
            try await Task.sleep(for: lease + .seconds(2))
            #expect(try await place.history(of: job) == ["holder: runs"])
            try put(-Self.hour)
            holder.send(SIGKILL)
            let start = ContinuousClock.now
            try await place.everythingSucceeds()
            print("kill to done, \(kind), the clock put back by two hours, lease 6 s: \(ContinuousClock.now - start)")
            #expect(try await place.history(of: job) == ["holder: lost", "heir: succeeded"])
            heir.send(SIGTERM)
            #expect(await heir.status == 0, "\(heir.text)")
            try await place.audit(1)
        }
    }
}
