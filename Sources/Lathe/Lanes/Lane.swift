internal import LatheMedia

/// One consumer of the master, advanced tick by tick, by one thread at a time.
protocol Lane: AnyObject {
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
    var note: String? { nil }
}

/// What all rendition lanes keep: where to cut, what was published.
struct RenditionLog {
    let plan: RenditionPlan
    let writer: PackageWriter
    private(set) var cuts: SegmentCuts
    private(set) var segments: [Package.Segment] = []
    private let fileExtension: String

    init(plan: RenditionPlan, writer: PackageWriter, fileExtension: String) {
        self.plan = plan
        self.writer = writer
        self.fileExtension = fileExtension
        cuts = SegmentCuts(timeline: plan.timeline)
    }

    /// The segment being made, counted from 0.
    var segmentIndex: Int { segments.count }

    /// The end of the segment being made; nil when it is the last.
    var nextCut: Int? { cuts.end(ofSegment: segmentIndex) }

    /// Samples of the rendition; nil while unknown.
    var length: Int? { cuts.length }

    mutating func learnLength(from tick: Tick) {
        cuts.learn(length: tick.masterLength.map { plan.form.sampleCount(for: $0, at: tick.master.sampleRate) })
    }

    /// Publishes the segment being made.
    /// - Returns: its name in the rendition's folder.
    mutating func publish(_ bytes: [UInt8], start: Int, samples: Int) throws -> String {
        let number = String(segments.count + 1)
        let name = String(repeating: "0", count: max(0, 5 - number.count)) + number + "." + fileExtension
        segments.append(
            try writer.publishSegment(bytes, at: "\(plan.directory)/\(name)", start: start, samples: samples))
        return name
    }
}
