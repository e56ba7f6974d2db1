/// Who works next: decides, and does nothing else.
///
/// The master is decoded a tick at a time into a window of ticks; each lane takes them in order. A free thread gets the
/// lane that is furthest behind, counted in segments so that the first segment of the first lane is there as soon as
/// one thread can make it; lanes in the same segment go in ladder order.
struct Schedule {
    enum Step: Equatable {
        /// Decode the next tick.
        case decode
        /// Let a lane take a tick.
        case advance(lane: Int, tick: Int)
        /// Nothing can be done until somebody reports.
        case wait
        /// Every lane has taken the last tick.
        case finished
    }

    private struct LaneState {
        var nextTick = 0
        var segment = 0
        var isRunning = false
    }

    /// Ticks that may be held at once.
    let window: Int
    private var lanes: [LaneState]
    private var decodedCount = 0
    private var isDecoding = false
    private var hasDecodedLast = false

    init(laneCount: Int, window: Int) {
        precondition(laneCount > 0 && window > 0, "there is something to do and somewhere to put it")
        self.window = window
        lanes = Array(repeating: LaneState(), count: laneCount)
    }

    /// No lane needs ticks below this one any more.
    var oldestTick: Int { lanes.map(\.nextTick).min() ?? 0 }

    /// Hands out the next step and counts it as under way.
    mutating func next() -> Step {
        if !isDecoding, !hasDecodedLast, decodedCount - oldestTick < window {
            isDecoding = true
            return .decode
        }
        let ready = lanes.indices.filter { !lanes[$0].isRunning && lanes[$0].nextTick < decodedCount }
        if let lane = ready.min(by: { (lanes[$0].segment, $0) < (lanes[$1].segment, $1) }) {
            lanes[lane].isRunning = true
            return .advance(lane: lane, tick: lanes[lane].nextTick)
        }
        return isFinished ? .finished : .wait
    }

    /// Every lane has taken the last tick.
    var isFinished: Bool { hasDecodedLast && oldestTick == decodedCount }

    /// A tick was decoded.
    mutating func decoded(isLast: Bool) {
        isDecoding = false
        decodedCount += 1
        hasDecodedLast = isLast
    }

    /// A lane took its tick and is now making `segment`.
    mutating func advanced(lane: Int, segment: Int) {
        lanes[lane].isRunning = false
        lanes[lane].nextTick += 1
        lanes[lane].segment = segment
    }
}
