import LatheJobs
import Testing

@testable import LatheCommand

@Suite("Changes of a queue")
struct WatchChangesTests {
    private func lines(_ changes: inout WatchChanges, _ overview: QueueOverview) -> [String] {
        changes.update(overview).map { WatchChanges.line($0, at: overview.time) }
    }

    private func running(_ fraction: Double, stage: String = "encode") -> QueueOverview {
        let job = Job.sample(
            state: .running, attempt: 1, progress: JobProgress(fraction: fraction, stage: stage), worker: "press-1")
        return QueueOverview(time: Job.noon, running: [job])
    }

    @Test("What runs at first is told; what ended before is not")
    func first() {
        var changes = WatchChanges()
        #expect(
            lines(&changes, .sample) == [
                "12:00:00Z  9f3a1c2e  running  encode, 62 %, 38.1×, press-1\n",
                "12:00:00Z  5d20b7aa  running  fetch, 0 %, press-2\n",
            ])
        #expect(lines(&changes, .sample) == [])
    }

    @Test("Progress is told by the tenth, and each new stage")
    func progress() {
        var changes = WatchChanges()
        #expect(lines(&changes, running(0, stage: "fetch")).count == 1)
        #expect(lines(&changes, running(0)) == ["12:00:00Z  9f3a1c2e  running  encode, 0 %, press-1\n"])
        #expect(lines(&changes, running(0.09)) == [])
        #expect(lines(&changes, running(0.1)) == ["12:00:00Z  9f3a1c2e  running  encode, 10 %, press-1\n"])
    }

    @Test("A job that runs no more is asked for by name until it has ended")
    func named() {
        var changes = WatchChanges()
        _ = lines(&changes, running(0.5))
        let id = Job.sample().id
        #expect(changes.open == [id])
        let waiting = Job.sample(state: .retryable, attempt: 1, failure: .passing)
        #expect(
            lines(&changes, QueueOverview(time: Job.noon, named: [waiting])) == [
                "12:00:00Z  9f3a1c2e  retryable  inputOutput: cannot write: the disk is full\n"
            ])
        #expect(changes.open == [id])
        let done = Job.sample(state: .succeeded, attempt: 2, finishedAt: Job.noon)
        #expect(
            lines(&changes, QueueOverview(time: Job.noon, ended: [done], named: [done])) == [
                "12:00:00Z  9f3a1c2e  succeeded\n"
            ])
        #expect(changes.open == [])
    }

    @Test("A job that came and went between two looks is told")
    func quick() {
        var changes = WatchChanges()
        _ = lines(&changes, QueueOverview(time: Job.noon))
        #expect(
            lines(&changes, QueueOverview(time: Job.noon, ended: [.died])) == [
                "12:00:00Z  00c0ffee  dead  masterRejected: cannot read a.wav: it is torn\n"
            ])
    }

    @Test("A job that vanished is forgotten")
    func vanished() {
        var changes = WatchChanges()
        _ = lines(&changes, running(0.5))
        _ = lines(&changes, QueueOverview(time: Job.noon))
        #expect(changes.open == [])
    }
}

@Suite("Counting jobs")
struct CensusTests {
    @Test("History is counted first, then only when its turn has come; what runs each time")
    func turns() {
        var census = Census()
        let start = ContinuousClock.now
        let all = census.states(at: start)
        #expect(all == Job.State.allCases)
        var overview = QueueOverview(time: 0, counts: [.running: 1, .succeeded: 7])
        census.complete(&overview, counted: all, from: start, to: start + .seconds(1))
        #expect(overview.counts == [.running: 1, .succeeded: 7])

        let some = census.states(at: start + .seconds(20))
        #expect(some == [.available, .running, .retryable, .dead])
        overview = QueueOverview(time: 0, counts: [.running: 2])
        census.complete(&overview, counted: some, from: start + .seconds(20), to: start + .seconds(21))
        #expect(overview.counts == [.running: 2, .succeeded: 7])

        #expect(census.states(at: start + .seconds(21)) == Job.State.allCases)
    }
}
