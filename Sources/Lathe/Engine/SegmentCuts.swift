internal import LathePackaging

/// Where a lane cuts, also while the length of the master is still unknown.
///
/// With a length known from the start the timeline decides, its balanced tail included. A length that is learnt on the
/// way comes at least one tick before the end, too late to balance: then only a remainder shorter than the grid is
/// joined to the segment before it, which every lane does alike.
struct SegmentCuts {
    let timeline: Timeline
    /// Samples of the rendition; nil while unknown.
    private(set) var length: Int?

    init(timeline: Timeline) {
        self.timeline = timeline
        length = timeline.length
    }

    /// EXT-X-TARGETDURATION, fixed from the start: room for a joined remainder where one may come.
    var targetDuration: Int {
        guard timeline.length == nil else { return timeline.targetDuration }
        let longest = timeline.segmentLength + timeline.grid
        return max(1, (longest + timeline.sampleRate / 2) / timeline.sampleRate)
    }

    mutating func learn(length: Int?) {
        if self.length == nil { self.length = length }
    }

    /// The first sample of segment `n`, counted from 0.
    func start(ofSegment n: Int) -> Int {
        timeline.range(ofSegment: n).lowerBound
    }

    /// The sample at which segment `n` ends; nil when it is the last and takes what there is.
    func end(ofSegment n: Int) -> Int? {
        let end = timeline.range(ofSegment: n).upperBound
        guard let length else { return end }
        if timeline.length != nil { return end < length ? end : nil }
        return length - end >= timeline.grid ? end : nil
    }
}
