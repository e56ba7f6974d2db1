internal import Foundation
internal import LatheJobs
internal import TestServers
internal import Testing

extension WorkerFaults.SurroundingFaults {
    /// A real disk of one megabyte that is full, in the place of the scratch folder or of the store.
    @Suite struct DiskFullTests {
        /// Becomes the worker, in a mount namespace of its own; the test looks into it by way of `/proc`.
        private static func prefix(_ folder: String) -> [String] {
            let script = """
                mount -t tmpfs -o size=1m none "$0" && head -c 1040000 /dev/zero >"$0/ballast"; exec "$@"
                """
            return ["/usr/bin/unshare", "--user", "--map-root-user", "--mount", "/bin/bash", "-c", script, folder]
        }

        private static func isPossible() async -> Bool {
            let mount = ["--user", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"]
            return (try? await Judge.run("/usr/bin/unshare", mount, in: "/")) == .some(nil)
        }

        enum Place: CaseIterable { case scratch, store }

        @Test(
            "A full disk is told as such and costs no attempt; with more room the job succeeds",
            .timeLimit(.minutes(3)), .enabled("mount namespaces are allowed") { await isPossible() },
            arguments: Place.allCases)
        func full(disk: Place) async throws {
            let place = try await Workplace()
            let folder = disk == .scratch ? place.scratch : place.storeFolder
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let job = try await place.enqueue()[0]
            let worker = try place.startWorker("worker", prefix: Self.prefix(folder))
            let inside = "/proc/\(worker.identifier)/root\(folder)"
            try await eventually("it fails") { try await place.job(job).failure != nil }
            let failure = try #require(try await place.job(job).failure)
            #expect(failure.message.contains("No space left on device"), "\(failure)")
            try FileManager.default.removeItem(atPath: "\(inside)/ballast")
            try await place.everythingSucceeds()
            #expect(try await place.job(job).attempt == 1)
            if disk == .store {
                #expect(try await Judge.run("/bin/cp", ["--archive", "\(inside)/.", folder], in: "/") == nil)
            }
            worker.send(SIGTERM)
            #expect(await worker.status == 0, "\(worker.text)")
            try await place.audit(1)
        }
    }
}
