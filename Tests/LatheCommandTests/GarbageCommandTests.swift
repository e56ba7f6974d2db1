import Foundation
import LatheDatabase
import LatheJobs
import Testing

@testable import LatheCommand

@Suite("lathe gc")
struct GarbageCommandTests {
    @Test("Jobs that ended ninety days ago are forgotten, or after as many days as one likes, or never")
    func oldJobs() async throws {
        try await JobsFixture.with { fixture, queue in
            for (key, days) in [("a", 100), ("b", 80), ("c", 0)] {
                let id = try await queue.addDead(key).id
                try await queue.database.write {
                    try $0.execute("UPDATE jobs SET finished_at = finished_at - \(days * 86_400_000) WHERE id = \(id)")
                }
            }
            let store = fixture.place + ".store"
            #expect(await fixture.run("gc --storage \(store)").status.code == 66, "no store is made for it")
            try FileManager.default.createDirectory(atPath: store, withIntermediateDirectories: false)
            let rounds = [
                ("--jobs-older-than 0", "0 old jobs deleted"), ("--dry-run", "1 old job would go"),
                ("", "1 old job deleted"), ("--jobs-older-than 79", "1 old job deleted"), ("", "0 old jobs deleted"),
            ]
            for (options, answer) in rounds {
                let run = await fixture.run("gc --storage \(store) \(options)")
                #expect(run.status == .success && run.errors.contains(answer), "\(options): \(run.errors)")
            }
            #expect(try await queue.list().map(\.uniqueKey) == ["c"])
        }
    }
}
