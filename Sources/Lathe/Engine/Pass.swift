/// One decoding of the master, and the lanes that it feeds.
///
/// `source` and each lane are used by one thread at a time, as the steps are handed out; all else only under the pool's
/// lock.
final class Pass {
    /// What a thread may do for a pass.
    enum Step {
        case decode
        case advance(lane: Int, Tick)
        /// Nothing until somebody reports.
        case wait
        /// Every lane has taken the last tick.
        case finished
    }

    let source: MasterSource
    /// In the order of their claim to a free thread.
    let lanes: [any Lane]

    private var schedule: Schedule
    /// The window: ticks from `firstTick` on.
    private var ticks: [Tick] = []
    private var firstTick = 0

    /// - Parameter window: ticks to hold at most.
    init(source: MasterSource, lanes: [any Lane], window: Int) {
        self.source = source
        self.lanes = lanes
        schedule = Schedule(laneCount: lanes.count, window: window)
    }

    /// Hands out the next step and counts it as under way.
    func next() -> Step {
        switch schedule.next() {
        case .decode: .decode
        case .advance(let lane, let tick): .advance(lane: lane, ticks[tick - firstTick])
        case .wait: .wait
        case .finished: .finished
        }
    }

    /// Every lane has taken the last tick.
    var isFinished: Bool { schedule.isFinished }

    func decoded(_ tick: Tick) {
        ticks.append(tick)
        schedule.decoded(isLast: tick.isLast)
    }

    /// A lane took its tick.
    func advanced(lane: Int) {
        schedule.advanced(lane: lane, segment: lanes[lane].segmentIndex)
        ticks.removeFirst(schedule.oldestTick - firstTick)
        firstTick = schedule.oldestTick
    }
}
