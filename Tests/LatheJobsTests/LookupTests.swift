import LatheJobs
import TestDatabases
import Testing

@Suite("Looking at a queue")
struct LookupTests {
    @Test("A job is found by its id, and by the beginning or the end of it", arguments: DatabaseKind.allCases)
    func abbreviations(kind: DatabaseKind) async throws {
        try await withQueue(on: kind) { queue in
            let first = try await queue.enqueue(.sample("a")).job
            let second = try await queue.enqueue(.sample("b")).job
            for word in [first.id, String(first.id.prefix(30)), String(first.id.suffix(6)).uppercased()] {
                #expect(try await queue.jobs(abbreviated: word) == [first])
            }
            let common = String(zip(first.id, second.id).prefix { $0 == $1 }.map(\.0))
            #expect(try await queue.jobs(abbreviated: common) == [second, first])
            #expect(try await queue.jobs(abbreviated: common, limit: 1) == [second])
        }
    }

    @Test("Nothing but an id's own characters is looked for", arguments: DatabaseKind.allCases)
    func hostileAbbreviations(kind: DatabaseKind) async throws {
        try await withQueue(on: kind) { queue in
            let job = try await queue.enqueue(.sample("a")).job
            let end = job.id.suffix(5)
            let words = ["", String(end), "%\(end)", "_\(end)", "%%%%%%%%", "______", "' OR 1=1 --", "ffffffff"]
            for word in words { #expect(try await queue.jobs(abbreviated: word) == []) }
        }
    }

    @Test("An overview tells what runs, what ended and how much was done lately", arguments: DatabaseKind.allCases)
    func overview(kind: DatabaseKind) async throws {
        try await withQueue(on: kind) { queue in
            for key in ["done", "broken", "running"] {
                try await queue.enqueue(.sample(key))
                let claimed = try #require(try await queue.claimOne())
                if key == "done" { _ = try await queue.complete(claimed.lease) }
                let failure = JobFailure("x", "x", isPermanent: true)
                if key == "broken" { try await queue.end(claimed.lease, .failed(failure)) }
            }
            let waiting = try await queue.enqueue(.sample("waiting")).job
            let overview = try await queue.overview(named: [waiting.id, "none"])
            #expect(overview.counts == [.succeeded: 1, .dead: 1, .running: 1, .available: 1])
            #expect(overview.running.map(\.uniqueKey) == ["running"])
            #expect(Set(overview.ended.map(\.uniqueKey)) == ["done", "broken"])
            #expect(overview.dead.map(\.uniqueKey) == ["broken"])
            #expect(overview.named.map(\.uniqueKey) == ["waiting"])
            #expect(overview.succeeded == 1)
            #expect(overview.time >= waiting.createdAt)
            #expect(try await queue.overview(counting: [.dead]).counts == [.dead: 1])
            #expect(try await queue.overview(limit: 1).ended.count == 1)
            #expect(try await queue.overview(window: -60_000).succeeded == 0)
        }
    }
}
