internal import Foundation
internal import LatheJobs
internal import TestServers
internal import Testing

extension WorkerFaults.SurroundingFaults {
    /// Masters that decoders do not survive.
    @Suite struct DecoderTests {
        @Test(
            "A master that crashes its decoder twice is quarantined, and others are unaffected", .timeLimit(.minutes(3))
        )
        func crash() async throws {
            let place = try await Workplace()
            let poison = try await place.enqueue(1, "poison")[0]
            let good = try await place.enqueue(3)
            let worker = try place.startWorker(
                "worker", ["--concurrency", "2"], fault: ["LATHE_CHILD_FAULT": "crash:poison"])
            try await eventually("it is quarantined") { try await place.job(poison).state == .dead }
            try await eventually("the others succeed") { try await place.states()[.succeeded] == good.count }
            worker.send(SIGTERM)
            #expect(await worker.status == 0, "\(worker.text)")
            let job = try await place.job(poison)
            #expect(job.crashes == 2 && job.attempt == 2)
            #expect(job.failure?.code == "crashed")
            try await place.run("jobs", ["retry", poison])
            try await place.audit(good.count + 1)
        }

        @Test("A decoder that hangs is stopped and its job tried again", .timeLimit(.minutes(3)))
        func hang() async throws {
            let place = try await Workplace()
            let poison = try await place.enqueue(1, "poison")[0]
            let good = try await place.enqueue(2)
            let worker = try place.startWorker(
                "worker", ["--hang-timeout", "2s"], fault: ["LATHE_CHILD_FAULT": "hang:poison"])
            try await eventually("it is given up") { try await place.job(poison).failure?.code == "hung" }
            try await eventually("the others succeed") { try await place.states()[.succeeded] == good.count }
            worker.send(SIGTERM)
            #expect(await worker.status == 0, "\(worker.text)")
            try await place.audit(good.count + 1)
        }
    }
}
