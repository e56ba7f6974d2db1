internal import LatheMedia

/// Counts what the lanes have done and says how fast it goes.
struct ProgressMeter {
    private struct Rendition {
        let id: String
        var samples = 0
        var segmentCount = 0
        var isFinished = false
    }

    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private let sampleRate: Int
    private var length: Int?
    private var renditions: [Rendition]
    private var lastReport: ContinuousClock.Instant?

    private static let interval = Duration.milliseconds(100)

    init(plans: [RenditionPlan], facts: MasterFacts) {
        start = clock.now
        sampleRate = facts.sampleRate
        length = facts.sampleCount
        renditions = plans.map { Rendition(id: $0.id) }
    }

    /// A lane took a tick; lanes that make no rendition do not count.
    mutating func advanced(lane: Int, tick: Tick, segmentCount: Int) {
        length = length ?? tick.masterLength
        guard renditions.indices.contains(lane) else { return }
        renditions[lane].samples += tick.master.sampleCount
        renditions[lane].segmentCount = segmentCount
        renditions[lane].isFinished = tick.isLast
    }

    /// A report, unless there was one a moment ago.
    mutating func reportIfDue() -> TranscodeProgress? {
        let now = clock.now
        if let lastReport, now - lastReport < Self.interval { return nil }
        lastReport = now
        return report()
    }

    func report() -> TranscodeProgress {
        let elapsed = clock.now - start
        let seconds = elapsed / .seconds(1)
        let done = Double(renditions.reduce(0) { $0 + $1.samples }) / Double(max(1, renditions.count))
        let fraction = length.map { $0 > 0 ? done / Double($0) : 1 }
        return TranscodeProgress(
            fraction: fraction, speed: seconds > 0 ? done / Double(sampleRate) / seconds : 0, elapsed: elapsed,
            remaining: fraction.flatMap { $0 > 0 ? .seconds(seconds * (1 - $0) / $0) : nil },
            renditions: renditions.map { rendition in
                TranscodeProgress.Rendition(
                    id: rendition.id,
                    state: rendition.isFinished ? .finished : rendition.samples > 0 ? .encoding : .waiting,
                    fraction: length.map { $0 > 0 ? Double(rendition.samples) / Double($0) : 1 },
                    segmentCount: rendition.segmentCount)
            })
    }
}
