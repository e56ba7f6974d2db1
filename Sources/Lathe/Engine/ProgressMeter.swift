internal import LatheMedia

/// Counts what the lanes have done and says how fast it goes.
struct ProgressMeter {
    private struct Rendition {
        let id: String
        var samples = 0
        var segmentCount = 0
        var isFinished = false
        /// Nothing is done for it: an earlier run finished it.
        var isKept = false
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

    /// Counts what an earlier run has finished as done, but not as done now.
    mutating func begin(after finished: [Package.Rendition]) {
        for done in finished {
            guard let index = renditions.firstIndex(where: { $0.id == done.id }) else { continue }
            renditions[index].segmentCount = done.segments.count
            renditions[index].isFinished = true
            renditions[index].isKept = true
        }
    }

    /// A lane took a tick; lanes that make no rendition do not count.
    mutating func advanced(_ lane: any Lane, tick: Tick) {
        length = length ?? tick.masterLength
        guard let index = renditions.firstIndex(where: { $0.id == lane.renditionID }) else { return }
        renditions[index].samples += tick.master.sampleCount
        renditions[index].segmentCount = lane.segmentIndex
        renditions[index].isFinished = tick.isLast
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
        let shares = renditions.map { share(of: $0) }
        let count = Double(max(1, renditions.count))
        let fraction = length.map { _ in shares.reduce(0) { $0 + ($1 ?? 0) } / count }
        let made = Double(renditions.reduce(0) { $0 + $1.samples }) / count
        let madeShare = length.map { $0 > 0 ? made / Double($0) : 1 } ?? 0
        return TranscodeProgress(
            fraction: fraction, speed: seconds > 0 ? made / Double(sampleRate) / seconds : 0, elapsed: elapsed,
            remaining: fraction.flatMap { madeShare > 0 ? .seconds(seconds * (1 - $0) / madeShare) : nil },
            renditions: zip(renditions, shares).map { rendition, share in
                TranscodeProgress.Rendition(
                    id: rendition.id,
                    state: rendition.isFinished ? .finished : rendition.samples > 0 ? .encoding : .waiting,
                    fraction: share, segmentCount: rendition.segmentCount)
            })
    }

    /// Of a rendition's work; nil while the length is unknown.
    private func share(of rendition: Rendition) -> Double? {
        length.map { rendition.isKept || $0 == 0 ? 1 : Double(rendition.samples) / Double($0) }
    }
}
