internal import Foundation
internal import LatheJobs
internal import Testing

extension SurroundingFaults {
    /// Clocks that are put forward and back, with libfaketime.
    @Suite struct ClockTests {
        private static let library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"
        private static var isInstalled: Bool { FileManager.default.fileExists(atPath: library) }

        /// - Parameter file: says how far the clock is from the truth.
        private static func clock(_ file: String) -> [String] {
            [
                "/usr/bin/env", "LD_PRELOAD=\(library)", "FAKETIME_TIMESTAMP_FILE=\(file)", "FAKETIME_NO_CACHE=1",
                "FAKETIME_DONT_FAKE_MONOTONIC=1",
                // The first program that loads it changes its own environment, behind which Swift looks for arguments.
                "/usr/bin/env",
            ]
        }

        /// What the library leaves in shared memory, by the process that began.
        private static func removeTraces(of process: LatheProcess) {
            for name in ["faketime_shm", "sem.faketime_sem"] {
                try? FileManager.default.removeItem(atPath: "/dev/shm/\(name)_\(process.identifier)")
            }
        }

        private static func put(_ file: String, to offset: String) throws {
            try offset.write(toFile: file, atomically: true, encoding: .utf8)
        }

        @Test(
            "A clock that is put forward takes no job from the living, one that is put back keeps none for the dead",
            .timeLimit(.minutes(3)), .enabled(if: isInstalled))
        func machine() async throws {
            let place = try await Workplace()
            let clock = place.folder / "clock"
            try Self.put(clock, to: "+0")
            let job = try await place.enqueue()[0]
            let holder = try place.startWorker("holder", fault: Fault.hang, prefix: Self.clock(clock))
            defer { Self.removeTraces(of: holder) }
            try await place.worker("holder", holds: job)
            let heir = try place.startWorker("heir", prefix: Self.clock(clock))
            defer { Self.removeTraces(of: heir) }
            try await eventually("the heir works") { heir.text.contains("worker started") }
            try Self.put(clock, to: "+1h")
            // For nothing to happen, although it could.
            try await Task.sleep(for: .seconds(5))
            #expect(try await place.history(of: job) == ["holder: runs"])
            try Self.put(clock, to: "-1h")
            holder.send(SIGKILL)
            let start = ContinuousClock.now
            try await place.everythingSucceeds()
            print("kill to done after the clock was put back: \(ContinuousClock.now - start)")
            #expect(ContinuousClock.now - start < .seconds(12))
            #expect(try await place.history(of: job) == ["holder: lost", "heir: succeeded"])
            heir.send(SIGTERM)
            #expect(await heir.status == 0, "\(heir.text)")
            try await place.audit(1)
        }

        @Test(
            "With PostgreSQL the clocks of workers do not matter", .timeLimit(.minutes(3)), .enabled(if: isInstalled))
        func workers() async throws {
            let place = try await Workplace(.postgreSQL)
            for offset in ["+1h", "-1h"] { try Self.put(place.folder / offset, to: offset) }
            let jobs = try await place.enqueue(2)
            let holder = try place.startWorker(
                "holder", fault: Fault.hang, prefix: Self.clock(place.folder / "+1h"))
            defer { Self.removeTraces(of: holder) }
            let held = try await place.jobHeld(by: "holder").id
            let heir = try place.startWorker("heir", prefix: Self.clock(place.folder / "-1h"))
            defer { Self.removeTraces(of: heir) }
            try await eventually("the other one is done") { try await place.states()[.succeeded] == 1 }
            try await Task.sleep(for: .seconds(4))
            #expect(try await place.history(of: held) == ["holder: runs"])
            holder.send(SIGKILL)
            try await place.everythingSucceeds(within: .seconds(12))
            #expect(try await place.history(of: held) == ["holder: lost", "heir: succeeded"])
            heir.send(SIGTERM)
            #expect(await heir.status == 0, "\(heir.text)")
            try await place.audit(jobs.count)
        }
    }
}
