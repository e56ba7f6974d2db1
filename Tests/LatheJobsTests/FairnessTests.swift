import LatheDatabase
import LatheJobs
import TestDatabases
import Testing

@Suite("Fairness between tenants, priorities, age")
struct FairnessTests {
    @Test("Ten thousand jobs of one tenant delay another's single one by one job", arguments: DatabaseKind.allCases)
    func tenants(kind: DatabaseKind) async throws {
        try await withQueue(on: kind) { queue in
            try await queue.database.write { connection in
                for number in 0..<10_000 {
                    _ = try queue.enqueue(.sample("a\(number)", tenant: "a", priority: 9), in: connection)
                }
            }
            _ = try await queue.claimOne()
            try await queue.enqueue(.sample("b", tenant: "b"))
            #expect(try await queue.claimOne()?.job.tenant == "b")
            #expect(try await queue.claimOne()?.job.tenant == "a")
        }
    }

    @Test("A batch is shared out evenly", arguments: DatabaseKind.allCases)
    func batch(kind: DatabaseKind) async throws {
        try await withQueue(on: kind) { queue in
            for tenant in ["a", "b", "c"] {
                for number in 0..<10 { try await queue.enqueue(.sample("\(tenant)\(number)", tenant: tenant)) }
            }
            let claimed = try await queue.claim(7, worker: "w")
            let counts = Dictionary(grouping: claimed, by: \.job.tenant).mapValues(\.count)
            #expect(claimed.count == 7)
            #expect(counts.values.allSatisfy { (2...3).contains($0) })
        }
    }

    @Test("What one tenant leaves, the other gets", arguments: DatabaseKind.allCases)
    func remainder(kind: DatabaseKind) async throws {
        try await withQueue(on: kind) { queue in
            try await queue.enqueue(.sample("a", tenant: "a"))
            for number in 0..<9 { try await queue.enqueue(.sample("b\(number)", tenant: "b")) }
            #expect(try await queue.claim(8, worker: "w").count == 8)
        }
    }

    @Test("The higher priority comes first, the older of equals first", arguments: DatabaseKind.allCases)
    func priorities(kind: DatabaseKind) async throws {
        try await withQueue(on: kind) { queue in
            for (key, priority) in [("low", 0), ("high", 5), ("higher", 9), ("low2", 0)] {
                try await queue.enqueue(.sample(key, priority: priority))
            }
            var order: [String] = []
            while let claimed = try await queue.claimOne() { order.append(claimed.job.uniqueKey) }
            #expect(order == ["higher", "high", "low", "low2"])
        }
    }

    @Test("Age makes up for priority")
    func age() async throws {
        let clock = TestClock()
        try await withDatabase(.sqlite, clock: clock) { database in
            try await database.migrate(JobQueue.migrations)
            let queue = JobQueue(database: database)
            clock.time = 10_000_000
            try await queue.enqueue(.sample("old", priority: 0))
            clock.time += 11 * 600_000 / 10
            try await queue.enqueue(.sample("young", priority: 1))
            #expect(try await queue.claimOne()?.job.uniqueKey == "old")
        }
    }

    @Test("Earlier queues come first, others are left alone", arguments: DatabaseKind.allCases)
    func queues(kind: DatabaseKind) async throws {
        try await withQueue(on: kind) { queue in
            for name in ["bulk", "express", "other"] {
                try await queue.enqueue(NewJob(kind: "sample", payload: "{}", uniqueKey: name, queue: name))
            }
            let claimed = try await queue.claim(9, from: ["express", "bulk"], worker: "w")
            #expect(claimed.map(\.job.queue) == ["express", "bulk"])
        }
    }
}
