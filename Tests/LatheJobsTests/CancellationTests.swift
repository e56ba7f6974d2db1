import LatheDatabase
import LatheJobs
import TestServers
import TestDatabases
import Testing

@Suite("A cancellation that meets the end of an attempt")
struct CancellationTests {
    @Test("One that was accepted while an attempt fails is not forgotten", arguments: DatabaseKind.allCases)
    func duringEnd(kind: DatabaseKind) async throws {
        try await withQueue(on: kind) { queue in
            let id = try await queue.enqueue(.sample("a")).job.id
            let lease = try #require(try await queue.claimOne()).lease
            let cancellation = try await SlowTransaction(in: queue.database) { try queue.cancel(id, in: $0) }
            let end = Task { try await queue.end(lease, .failed(JobFailure("io", "a disk was full"))) }
            try await queue.database.untilSomeoneWaits()
            #expect(try await cancellation.commit() == .running)
            #expect(try await end.value == .cancelled)
            #expect(try await queue.job(id)?.state == .cancelled)
        }
    }

    @Test("One that waits for an attempt's end cancels what that leaves", arguments: DatabaseKind.allCases)
    func afterHandBack(kind: DatabaseKind) async throws {
        try await withQueue(on: kind) { queue in
            let id = try await queue.enqueue(.sample("a")).job.id
            _ = try await queue.claimOne()
            let handBack = try await SlowTransaction(in: queue.database) { try queue.handBackAll(in: $0) }
            let cancellation = Task { try await queue.cancel(id) }
            try await queue.database.untilSomeoneWaits()
            #expect(try await handBack.commit() == 1)
            #expect(try await cancellation.value == .cancelled)
            #expect(try await queue.job(id)?.state == .cancelled)
        }
    }
}
