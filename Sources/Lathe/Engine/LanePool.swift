internal import Foundation
internal import LatheMedia

/// Runs a job on threads of its own: encoding never occupies Swift's cooperative ones.
///
/// A free thread serves the first pass that has something to do, and begins the next one only where all before it keep
/// other threads busy: passes end one after the other, and no thread idles between them.
// @unchecked: `passes`, `isPreparing`, `failure`, `liveThreads` and `meter` are touched only with `condition` locked;
// each pass hands its source and its lanes to one thread at a time.
final class LanePool: @unchecked Sendable {
    let progress: AsyncStream<TranscodeProgress>
    let outcome = Outcome<Package>()

    private let job: LadderJob
    private let threadCount: Int
    private let condition = NSCondition()
    private let progressInput: AsyncStream<TranscodeProgress>.Continuation

    /// Nil until one of the threads has prepared them.
    private var passes: [Pass]?
    private var isPreparing = false
    private var failure: (any Error)?
    private var liveThreads = 0
    private var meter: ProgressMeter

    init(job: LadderJob, threadCount: Int) {
        self.job = job
        self.threadCount = threadCount
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

    private enum Work {
        case prepare
        case decode(Pass)
        case advance(Pass, lane: Int, Tick)
    }

    /// What a piece of work came to.
    private enum Yield {
        case passes([Pass])
        case tick(Tick)
        case nothing
    }

    private func work() {
        condition.lock()
        while let work = nextWork() {
            condition.unlock()
            let result = Result { try rethrowing { try perform(work) } }
            condition.lock()
            report(work, result)
            condition.broadcast()
        }
        liveThreads -= 1
        let isLast = liveThreads == 0
        condition.unlock()
        if isLast { conclude() }
    }

    /// Waits for something to do; nil when there is nothing any more. Called with the condition locked.
    private func nextWork() -> Work? {
        while true {
            if job.cancellation.isRequested, failure == nil { failure = CancellationError() }
            guard failure == nil, passes?.allSatisfy(\.isFinished) != true else { return nil }
            if let work = chooseWork() { return work }
            condition.wait()
        }
    }

    /// Nil when other threads must report first.
    private func chooseWork() -> Work? {
        guard let passes else {
            defer { isPreparing = true }
            return isPreparing ? nil : .prepare
        }
        for pass in passes {
            switch pass.next() {
            case .decode: return .decode(pass)
            case .advance(let lane, let tick): return .advance(pass, lane: lane, tick)
            case .wait, .finished: continue
            }
        }
        return nil
    }

    /// Does the work, without the lock.
    private func perform(_ work: Work) throws -> Yield {
        switch work {
        case .prepare: return .passes(try job.prepare(threadCount: threadCount))
        case .decode(let pass): return .tick(try pass.source.next())
        case .advance(let pass, let lane, let tick):
            try pass.lanes[lane].take(tick)
            if tick.isLast { try job.complete(pass.lanes[lane]) }
            return .nothing
        }
    }

    /// Takes in what a piece of work came to. Called with the condition locked.
    private func report(_ work: Work, _ result: Result<Yield, any Error>) {
        switch (work, result) {
        case (_, .failure(let error)): failure = failure ?? error
        case (_, .success(.passes(let passes))):
            self.passes = passes
            meter.begin(after: job.finishedRenditions)
        case (.decode(let pass), .success(.tick(let tick))): pass.decoded(tick)
        case (.advance(let pass, let lane, let tick), .success):
            pass.advanced(lane: lane)
            meter.advanced(pass.lanes[lane], tick: tick)
            if let progress = meter.reportIfDue() { progressInput.yield(progress) }
        case (_, .success): break
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
