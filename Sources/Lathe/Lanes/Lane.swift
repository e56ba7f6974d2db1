internal import LatheMedia

/// One consumer of the master, advanced tick by tick, by one thread at a time.
protocol Lane: AnyObject {
    /// The rendition that it makes; nil: none.
    var renditionID: String? { get }
    /// The segment being made, counted from 0; tells how far behind the lane is.
    var segmentIndex: Int { get }

    /// Takes the next tick; with the last one the lane completes its work.
    func take(_ tick: Tick) throws
}

/// A lane that makes a rendition.
protocol RenditionLane: Lane {
    var plan: RenditionPlan { get }
    /// What was made; complete after the last tick.
    var rendition: Package.Rendition { get }
    /// What became of the plan that a listener should know.
    var note: String? { get }
}

extension RenditionLane {
    var renditionID: String? { plan.id }
    var note: String? { nil }
}

/// What all rendition lanes keep: where to cut, what was published.
struct RenditionLog {
    let plan: RenditionPlan
    private(set) var cuts: SegmentCuts
    private(set) var segments: [Package.Segment] = []
    /// Where the media are beside the segments; known after `finish`.
    private(set) var media = StoredMedia()
    /// How many segments cannot be decoded without the one before.
    var dependentSegments = 0
    private let store: any SegmentStore
    private let leadIn: Int

    /// - Parameter leadIn: samples before the programme that the plan's timeline counts.
    init(plan: RenditionPlan, container: SegmentContainer, output: PackageOutput, leadIn: Int = 0) throws {
        self.plan = plan
        self.leadIn = leadIn
        cuts = SegmentCuts(timeline: plan.timeline)
        store = try output.store(for: plan, targetDuration: cuts.targetDuration, container)
    }

    /// Whether each segment becomes a file of its own.
    var segmentsAreFiles: Bool { store.segmentsAreFiles }

    /// The segment being made, counted from 0.
    var segmentIndex: Int { segments.count }

    /// The end of the segment being made; nil when it is the last.
    var nextCut: Int? { cuts.end(ofSegment: segmentIndex) }

    /// EXT-X-TARGETDURATION: what the cuts promise, and no less than what was made where frames end behind them.
    var targetDuration: Int {
        let (longest, rate) = (segments.map(\.samples).max() ?? 0, plan.form.sampleRate)
        return max(cuts.targetDuration, (longest + rate / 2) / rate)
    }

    /// Samples of the programme; nil while unknown.
    var length: Int? { cuts.length.map { $0 - leadIn } }

    mutating func learnLength(from tick: Tick) {
        cuts.learn(
            length: tick.masterLength.map { plan.form.sampleCount(for: $0, at: tick.master.sampleRate) + leadIn })
    }

    /// Publishes the segment being made.
    mutating func add(_ bytes: [UInt8], start: Int, samples: Int) throws {
        segments.append(try store.add(bytes, start: start, samples: samples))
    }

    /// Completes the rendition.
    /// - Parameter container: as it is now that the length is known.
    mutating func finish(_ container: SegmentContainer) throws {
        let terms = PlaylistTerms(targetDuration: targetDuration, segmentsAreIndependent: dependentSegments == 0)
        media = try store.finish(container, terms, &segments)
    }
}
