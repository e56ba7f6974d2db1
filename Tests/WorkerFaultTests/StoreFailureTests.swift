internal import Foundation
internal import LatheJobs
internal import TestDatabases
internal import TestServers
internal import Testing

extension WorkerFaults.SurroundingFaults {
    /// A store that is overloaded, slow, or cut off.
    @Suite struct StoreFailureTests {
        private static let accidents: [FaultyNetwork.Rule] = [
            .init("reply", method: "PUT", times: 3, status: 503, code: "SlowDown"),
            .init("reset", method: "PUT", times: 2, bytes: 20), .init("lose", method: "PUT", times: 3),
            .init("refuse", method: "PUT", contains: ".m4s", bytes: 1000), .init("slow", times: 4, seconds: 2),
            .init("lose", method: "PUT", contains: "package.json", times: 2),
        ]

        @Test("Accidents on the way to S3 leave packages as they are to be", .timeLimit(.minutes(5)))
        func accidents() async throws {
            let bucket = try await S3Server.seaweed.makeBucket()
            let network = try await FaultyNetwork(before: bucket, Self.accidents)
            let place = try await Workplace(bucket: bucket)
            try await place.enqueue(3)
            let worker = try place.startWorker("worker", storage: bucket.behind(network).url)
            try await place.everythingSucceeds()
            worker.send(SIGTERM)
            #expect(await worker.status == 0, "\(worker.text)")
            for fault in ["reply", "reset", "lose", "refuse", "slow"] {
                #expect(network.count(of: fault) > 0, "\(fault)")
            }
            try await place.audit(3)
        }

        @Test("A worker killed between its store and its database leaves nothing in S3, too", .timeLimit(.minutes(5)))
        func killed() async throws {
            let place = try await Workplace(.postgreSQL, bucket: try await S3Server.seaweed.makeBucket())
            let points = [
                "claimed", "objectUploaded:2", "packageUploaded", "beforePublication", "insidePublication", "published",
            ]
            try await place.enqueue(points.count)
            for point in points {
                let worker = try place.startWorker(point, fault: ["LATHE_DIE_AT": point])
                #expect(await worker.status == 128 + SIGKILL, "\(point): \(worker.text)")
            }
            try await place.audit(points.count)
        }

        @Test("A store that answers nobody costs time, no attempt and no job", .timeLimit(.minutes(5)))
        func away() async throws {
            let bucket = try await S3Server.seaweed.makeBucket()
            let rules = [FaultyNetwork.Rule("reply", method: "PUT", times: 40, status: 503)]
            let network = try await FaultyNetwork(before: bucket, rules)
            let place = try await Workplace(bucket: bucket)
            let job = try await place.enqueue()[0]
            let worker = try place.startWorker("worker", storage: bucket.behind(network).url)
            try await place.everythingSucceeds()
            worker.send(SIGTERM)
            _ = await worker.status
            let course = try await place.job(job)
            #expect(course.attempt == 1)
            #expect(course.postponements > 0)
            try await place.audit(1)
        }
    }
}
