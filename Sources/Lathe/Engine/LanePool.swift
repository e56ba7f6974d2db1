internal import Foundation
internal import LatheMedia

/// Runs a job on threads of its own: encoding never occupies Swift's cooperative ones.
// @unchecked: `schedule`, `ticks`, `failure`, `liveThreads` and `meter` are touched only with `condition` locked; the
// schedule hands the source and each lane to one thread at a time.
final class LanePool: @unchecked Sendable {
    let progress: AsyncStream<TranscodeProgress>
    let outcome = Outcome<Package>()

    private let job: LadderJob
    private let lanes: [any Lane]
    private let threadCount: Int
    private let condition = NSCondition()
    private let progressInput: AsyncStream<TranscodeProgress>.Continuation

    private var schedule: Schedule
    /// The window: ticks from `firstTick` on.
    private var ticks: [Tick] = []
    private var firstTick = 0
    private var failure: (any Error)?
    private var liveThreads = 0
    private var meter: ProgressMeter

    init(job: LadderJob, threadCount: Int) throws {
        self.job = job
        self.threadCount = threadCount
        lanes = job.lanes
        schedule = Schedule(laneCount: lanes.count, window: job.window)
        meter = ProgressMeter(plans: job.ladder.plans, facts: job.facts)
        (progress, progressInput) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func start() {
        liveThreads = threadCount
        for index in 0..<threadCount {
            let thread = Thread { [self] in work() }
            thread.name = "lathe-\(index)"
            thread.start()
        }
    }

    func cancel() {
        job.cancellation.request()
        condition.lock()
        condition.broadcast()
        condition.unlock()
    }

    private func work() {
        condition.lock()
        while let step = nextStep() {
            condition.unlock()
            let result = Result { try rethrowing { try perform(step) } }
            condition.lock()
            report(step, result)
            condition.broadcast()
        }
        liveThreads -= 1
        let isLast = liveThreads == 0
        condition.unlock()
        if isLast { conclude() }
    }

    /// Waits for something to do; nil when there is nothing any more. Called with the condition locked.
    private func nextStep() -> Work? {
        while true {
            if job.cancellation.isRequested, failure == nil { failure = CancellationError() }
            guard failure == nil else { return nil }
            switch schedule.next() {
            case .finished: return nil
            case .wait: condition.wait()
            case .decode: return .decode
            case .advance(let lane, let tick): return .advance(lane, ticks[tick - firstTick])
            }
        }
    }

    private enum Work {
        case decode
        case advance(Int, Tick)
    }

    /// Does the work, without the lock; returns what was decoded.
    private func perform(_ work: Work) throws -> Tick? {
        switch work {
        case .decode: return try job.source.next()
        case .advance(let lane, let tick):
            try lanes[lane].take(tick)
            return nil
        }
    }

    /// Takes in what a step came to. Called with the condition locked.
    private func report(_ work: Work, _ result: Result<Tick?, any Error>) {
        switch (work, result) {
        case (_, .failure(let error)): failure = failure ?? error
        case (.decode, .success(let tick)):
            guard let tick else { return }
            ticks.append(tick)
            schedule.decoded(isLast: tick.isLast)
        case (.advance(let lane, let tick), .success):
            schedule.advanced(lane: lane, segment: lanes[lane].segmentIndex)
            ticks.removeFirst(schedule.oldestTick - firstTick)
            firstTick = schedule.oldestTick
            meter.advanced(lane: lane, tick: tick, segmentCount: lanes[lane].segmentIndex)
            if let progress = meter.reportIfDue() { progressInput.yield(progress) }
        }
    }

    /// Ends the job on the last thread.
    private func conclude() {
        let result = Result {
            if let failure { throw failure }
            return try rethrowing { try job.finish() }
        }
        if case .failure = result { job.abandon() }
        progressInput.yield(meter.report())
        progressInput.finish()
        outcome.settle(result)
    }
}
