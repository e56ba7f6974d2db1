import Lathe
@testable import LatheJobs
import LatheWorker
import Testing

@testable import LatheCommand

@Suite("A job explained")
struct JobExplanationTests {
    private static let notes = AttemptNotes(
        stages: #"{"fetch": 120, "encode": 8211, "publish": 430}"#,
        resources: """
            {"cpuTime": 15.25, "peakMemory": 93212312, "bytesIn": 31231231, "bytesOut": 9000, "duration": 192.4,
             "master": "FLAC, 44100 Hz, 2 channels, 16 bits"}
            """,
        logTail: "one\ntwo \u{1B}[2J\n")

    private static func attempt(
        _ number: Int, _ outcome: String?, _ failure: JobFailure? = nil, notes: AttemptNotes = AttemptNotes()
    ) -> Attempt {
        let start = Job.noon - 60_000 * Int64(4 - number)
        return Attempt(
            leaseToken: Int64(number), number: number, worker: "press-\(number)", startedAt: start,
            endedAt: outcome == nil ? nil : start + 12_345, outcome: outcome, failure: failure, notes: notes)
    }

    @Test("What it did, what that took, why it failed, what helps and what comes next")
    func dead() {
        let explanation = JobExplanation(
            job: .sample(state: .dead, attempt: 2, failure: .torn),
            attempts: [
                Self.attempt(1, "crashed", .passing), Self.attempt(2, "failed", .torn, notes: Self.notes),
            ],
            time: Job.noon)
        #expect(
            explanation.text == """
                transcode 01a2152b-c1d0-7b76-8e23-16099f3a1c2e of label: dead, accepted 3 min ago

                  master  FLAC, 44100 Hz, 2 channels, 16 bits
                  music   3:12

                attempt  worker   started                     took  outcome                     CPU   memory     read  stored
                      1  press-1  2026-11-25T11:57:00.000Z  12.3 s  crashed (inputOutput)
                      2  press-2  2026-11-25T11:58:00.000Z  12.3 s  failed (masterRejected)  15.3 s  93.2 MB  31.2 MB  9.0 kB

                stages of attempt 2:
                  encode   8.2 s  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
                  publish  0.4 s  ━━
                  fetch    0.1 s

                its last lines:
                  one
                  two \\u001b[2J

                error: masterRejected: cannot read a.wav: it is torn
                remedy: Deliver it again.

                next: nothing by itself; what failed would fail again (`lathe jobs retry 9f3a1c2e` tries it all the same)

                """)
    }

    @Test("What it is about, and where what it made is")
    func made() throws {
        let order = TranscodeOrder(
            track: "t1", revision: "r1", master: .file(path: "/masters/a b.flac"), sha256: nil, preset: .music,
            layout: .segments)
        let job = Job.sample(state: .succeeded, attempt: 1, payload: try order.json)
        #expect(job.subject == "a b.flac")
        let text = JobExplanation(job: job, attempts: [], time: Job.noon, package: "tracks/t1/r1-1/").text
        #expect(
            text.contains(
                """
                  file     /masters/a b.flac
                  track    t1
                  package  tracks/t1/r1-1/
                """))
        var stored = order
        stored.master = .object(key: "masters/7")
        #expect(Job.sample(payload: try stored.json).subject == "track t1")
    }

    @Test("A job that nobody has begun")
    func waiting() {
        #expect(
            JobExplanation(job: .sample(), attempts: [], time: Job.noon).text == """
                transcode 01a2152b-c1d0-7b76-8e23-16099f3a1c2e of label: available, accepted 3 min ago

                no attempt yet

                next: the 1st attempt starts when a worker of the queue "default" is free

                """)
    }

    @Test("A job that runs")
    func running() {
        #expect(
            JobExplanation(job: .encoding, attempts: [Self.attempt(1, nil)], time: Job.noon).text == """
                transcode 01a2152b-c1d0-7b76-8e23-16099f3a1c2e of label: running, accepted 3 min ago

                attempt  worker   started                   took  outcome  CPU  memory  read  stored
                      1  press-1  2026-11-25T11:57:00.000Z  3:00  runs

                next: it runs on press-1; about 3 s left

                """)
    }

    @Test(
        "What comes next",
        arguments: [
            (
                Job.sample(state: .retryable, attempt: 2, runAfter: Job.noon + 11_200),
                "the 3rd attempt of 5 starts in 12 s, if a worker is free"
            ),
            (
                Job.sample(state: .retryable, attempt: 1, runAfter: Job.noon + 180_000),
                "the 2nd attempt of 5 starts in 3:00, if a worker is free"
            ),
            (
                Job.sample(state: .retryable, attempt: 10, runAfter: Job.noon),
                "the 11th attempt of 5 starts now, if a worker is free"
            ),
            (Job.sample(attempt: 20), "the 21st attempt starts when a worker of the queue \"default\" is free"),
            (Job.encoding, "it runs on press-1; about 3 s left"),
            (Job.fetching, "it runs on press-2"),
            (
                Job.sample(state: .running, worker: "w", leaseUntil: Job.noon - 2500),
                "another worker takes it over: the lease of w ran out 3 s ago"
            ),
            (
                Job.sample(state: .running, worker: "w", leaseUntil: Job.noon + 1, isCancelRequested: true),
                "w stops it, within two seconds"
            ),
            (Job.sample(state: .succeeded), "nothing; it is done"),
            (
                Job.sample(state: .dead, failure: JobFailure("masterRejected", "it is torn", isPermanent: true)),
                "nothing by itself; what failed would fail again (`lathe jobs retry 9f3a1c2e` tries it all the same)"
            ),
            (
                Job.sample(state: .cancelled),
                "nothing by itself, it was cancelled; `lathe jobs retry 9f3a1c2e` starts it again"
            ),
        ])
    func next(job: Job, clause: String) {
        #expect(nextStep(of: job, at: Job.noon) == clause)
    }

    @Test("Notes that cannot be read are passed over", arguments: ["", "[]", "{\"cpuTime\": \"x\"}", "{", "7"])
    func strangeNotes(json: String) {
        let facts = AttemptFacts(AttemptNotes(stages: json, resources: json))
        #expect(facts == AttemptFacts(AttemptNotes()))
    }

    @Test("Bytes beyond what can be counted are left out", arguments: ["1e300", "-1e300"])
    func strangeBytes(number: String) {
        #expect(AttemptFacts(AttemptNotes(resources: "{\"bytesIn\": \(number)}")).bytesIn == nil)
    }
}
