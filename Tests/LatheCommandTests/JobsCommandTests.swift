import Foundation
import LatheAccess
import LatheDatabase
import LatheJobs
import Testing

@testable import LatheCommand

@Suite("lathe jobs")
struct JobsCommandTests {
    @Test("Jobs are listed, the newest first, a page at a time")
    func list() async throws {
        try await JobsFixture.with { fixture, queue in
            let dead = try await queue.addDead("a")
            let waiting = try await queue.add("b", tenant: "b")
            let first = await fixture.run("jobs list --limit 1")
            #expect(first.status == .success)
            #expect(
                Self.withoutAge(first.output) == """
                    id state master tenant progress attempt age error
                    \(waiting.shortID) available transcode b 0 of 5

                    """)
            #expect(first.errors == "lathe: there are more; go on with --before \(waiting.shortID)\n")
            let second = await fixture.run("jobs list --limit 1 --before \(waiting.shortID)")
            #expect(
                Self.withoutAge(second.output) == """
                    id state master tenant progress attempt age error
                    \(dead.shortID) dead transcode a 1 of 5 masterRejected: cannot read a.wav: it is torn

                    """)
            #expect(second.errors == "")
        }
    }

    /// Columns with one space between them.
    private static func withoutAge(_ table: String) -> String {
        table.replacing(#/ +[0-9]+ s\b/#, with: "").replacing(#/  +/#, with: " ")
    }

    @Test(
        "Jobs are filtered",
        arguments: [
            ("--state dead", ["a"]), ("--state dead --state succeeded", ["s", "a"]), ("--tenant b", ["b"]),
            ("--queue other", []), ("--state running", []),
        ])
    func filters(options: String, keys: [String]) async throws {
        try await JobsFixture.with { fixture, queue in
            _ = try await queue.addDead("a")
            _ = try await queue.addSucceeded("s")
            try await queue.add("b", tenant: "b")
            let listed = await fixture.run("jobs list --json \(options)")
            let lines = listed.output.split(separator: "\n").map { JSONValue(text: String($0)) }
            #expect(lines.map { $0["uniqueKey"]?.string } == keys)
            #expect(listed.status == .success)
        }
    }

    @Test(
        "Nothing to list is said to people, and is nothing to programs",
        arguments: [("", "no jobs\n"), ("--json", "")])
    func empty(option: String, output: String) async throws {
        try await JobsFixture.with { fixture, _ in
            #expect(await fixture.run("jobs list \(option)").output == output)
        }
    }

    @Test("A job is found by its id, its beginning and its end, in any case")
    func references() async throws {
        try await JobsFixture.with { fixture, queue in
            let job = try await queue.add("a")
            for word in [job.id, String(job.id.prefix(30)), job.shortID, String(job.id.suffix(6)).uppercased()] {
                let shown = await fixture.run("jobs show \(word)")
                #expect(shown.status == .success)
                #expect(shown.output.hasPrefix("id            \(job.id)\n"))
            }
        }
    }

    @Test(
        "A job that is not there", arguments: ["jobs show", "jobs explain", "jobs retry", "jobs cancel"],
        ["ffffff", "abc", "%%%%%%%%", "______", "01a2152b-c1d0-7b76-8e23-16099f3a1c2e"])
    func noSuchJob(command: String, word: String) async throws {
        try await JobsFixture.with { fixture, queue in
            try await queue.add("a")
            let answer = await fixture.run("\(command) \(word)")
            #expect(answer.status == .noInput)
            #expect(answer.errors.hasPrefix("lathe: cannot \(command.dropFirst(5)) the job \"\(word)\": "))
            #expect(answer.output == "")
        }
    }

    @Test("An abbreviation of several jobs is refused with all of them")
    func ambiguous() async throws {
        try await JobsFixture.with { fixture, queue in
            let jobs = [try await queue.add("a"), try await queue.add("b")]
            let common = String(zip(jobs[0].id, jobs[1].id).prefix { $0 == $1 }.map(\.0))
            let answer = await fixture.run("jobs cancel \(common)")
            #expect(answer.status == .usage)
            #expect(
                answer.errors
                    == "lathe: cannot cancel the job \"\(common)\": it may be \(jobs[1].id), \(jobs[0].id).\n")
        }
    }

    @Test("A dead job starts again with all its attempts; one that is done does not")
    func retry() async throws {
        try await JobsFixture.with { fixture, queue in
            let dead = try await queue.addDead("a")
            let done = try await queue.addSucceeded("b")
            let answer = await fixture.run("jobs retry \(done.shortID) \(dead.shortID)")
            #expect(answer.status == .usage)
            #expect(answer.output == "\(dead.shortID) available again\n")
            #expect(answer.errors == "lathe: cannot retry the job \(done.shortID): its state is succeeded.\n")
            let again = try await queue.job(dead.id)
            #expect(again?.state == .available)
            #expect(again?.attempt == 0)
        }
    }

    @Test("All dead jobs start again, or one tenant's")
    func retryAll() async throws {
        try await JobsFixture.with { fixture, queue in
            for key in ["a", "b", "c"] { _ = try await queue.addDead(key) }
            #expect(await fixture.run("jobs retry --all --tenant b").output == "1 job available again\n")
            #expect(await fixture.run("jobs retry --all").output == "2 jobs available again\n")
            #expect(try await queue.counts() == [.available: 3])
        }
    }

    @Test("A job can be made again for one rendition of it")
    func retryRendition() async throws {
        try await JobsFixture.with { fixture, queue in
            let dead = try await queue.addDead("a")
            let wrong = await fixture.run("jobs retry \(dead.id) --rendition mp3-96")
            #expect(wrong.status == .usage)
            #expect(
                wrong.errors == """
                    lathe: cannot select the rendition "mp3-96": the job does not make it. It makes aac-96, flac.

                    """)
            #expect(try await queue.job(dead.id)?.state == .dead)
            #expect(await fixture.run("jobs retry \(dead.id) --rendition flac").status == .success)
            #expect(
                try await queue.job(dead.id)?.payload == """
                    {"preset":{"name":"music","renditions":[{"codec":"flac"}]},"track":"t"}
                    """)
        }
    }

    @Test("A waiting job is cancelled at once, a running one is told, one that is done is not")
    func cancel() async throws {
        try await JobsFixture.with { fixture, queue in
            let done = try await queue.addSucceeded("a")
            let running = try await queue.addRunning("b").job
            let waiting = try await queue.add("c", tenant: "c")
            let answer = await fixture.run("jobs cancel \(waiting.shortID) \(done.shortID) \(running.shortID)")
            #expect(answer.status == .usage)
            #expect(answer.output == "\(waiting.shortID) cancelled\n\(running.shortID) is being stopped\n")
            #expect(answer.errors == "lathe: cannot cancel the job \(done.shortID): its state is succeeded.\n")
            #expect(try await queue.job(running.id)?.isCancelRequested == true)
            #expect(await fixture.run("jobs cancel \(waiting.shortID)").output == "\(waiting.shortID) cancelled\n")
        }
    }

    @Test("An explanation is there for programs, too")
    func explainJSON() async throws {
        try await JobsFixture.with { fixture, queue in
            let dead = try await queue.addDead("a", notes: AttemptNotes(stages: #"{"fetch":12}"#, logTail: "x"))
            let answer = await fixture.run("jobs explain \(dead.id) --json")
            let document = JSONValue(text: answer.output)
            #expect(document["job"]?["state"]?.string == "dead")
            #expect(document["job"]?["payload"]?["track"]?.string == "t")
            let attempts = try #require(document["attempts"]?.array)
            #expect(attempts.count == 1)
            #expect(attempts.first?["stages"] == .object(["fetch": .integer(12)]))
            #expect(attempts.first?["failure"]?["code"]?.string == "masterRejected")
        }
    }
}
