/// A rendition whose media have been read: what is claimed and what is there.
struct Track {
    let claim: TrackClaim
    let header: TrackHeader
    let segments: [Segment]

    /// A media segment on the presentation's time line, in seconds.
    struct Segment {
        let claim: TrackClaim.Segment
        let facts: SegmentFacts
        /// Presentation time of its first frame; below 0 where the edit list cuts it away.
        let start: Double
        /// Of all its frames.
        let duration: Double

        /// Its times are its own, not counted from segments before it that could not be read.
        var isPlaced = true

        /// What a listener hears of it.
        var presented: Double { max(0, start + duration) - max(0, start) }
        var end: Double { start + duration }
    }

    /// Segments that are missing or damaged one after the other: then nobody looks for more.
    private static let mostLossesInRow = 100

    /// How far times may be off by the container's own rounding, in seconds.
    var tick: Double { header.container == .webM ? 1.5 / Double(header.timescale) : 0.5 / Double(header.timescale) }

    /// Seconds a frame lasts; what players tolerate.
    var frame: Double { Double(header.frameLength ?? 1152) / Double(header.sampleRate) }

    /// - Returns: nil where there is no header or no segment that can be read.
    init?(_ claim: TrackClaim, _ library: inout MediaLibrary, _ findings: inout Findings) {
        self.claim = claim
        if let initialization = claim.initialization {
            guard library.header(at: initialization, claim.place, &findings) != nil else { return nil }
        }
        var header: TrackHeader?
        var timeline = MediaTimeline()
        var hasLoss = false
        var lossesInRow = 0
        var segments: [Segment] = []
        for part in claim.segments {
            let found = library.segment(at: part.location, after: claim.initialization, part.place, &findings)
            guard let found else {
                timeline.lose()
                hasLoss = true
                lossesInRow += 1
                if lossesInRow > Self.mostLossesInRow { break }
                continue
            }
            if let header, header != found.header, claim.initialization == nil {
                let message = "the sound is \(found.header.codecs), \(found.header.sampleRate) Hz, unlike before"
                findings.add(.packedFormatChange, at: .init(part.location.path), message)
            }
            lossesInRow = 0
            header = header ?? found.header
            if part.isDiscontinuous {
                timeline.lose()
                hasLoss = true
            }
            var segment = timeline.place(found.facts, part, found.header, &findings)
            segment.isPlaced = !hasLoss || found.header.container == .isoBMFF
            segments.append(segment)
        }
        guard let header, !segments.isEmpty else { return nil }
        self.header = header
        self.segments = segments
    }
}

/// Lays segments one behind the other, and says where media time has a gap.
private struct MediaTimeline {
    /// Where the next segment has to begin: in ticks, and in samples of WebM or packed audio.
    private var nextTick: Int?
    private var samples = 0
    private var origin: Int?
    private var lastBlock: Int?
    private var isContinuous = true

    mutating func lose() {
        nextTick = nil
        origin = nil
        lastBlock = nil
        samples = 0
    }

    mutating func place(
        _ facts: SegmentFacts, _ claim: TrackClaim.Segment, _ header: TrackHeader, _ findings: inout Findings
    ) -> Track.Segment {
        let scale = Double(header.timescale)
        let place = Finding.Place(claim.location.path, offset: facts.offset)
        switch header.container {
        case .isoBMFF:
            let start = facts.start ?? nextTick ?? 0
            if let nextTick, start != nextTick {
                let message = "the segment begins at \(start) in media time, the one before it ends at \(nextTick)"
                findings.add(.timelineBroken, at: place, message)
            }
            nextTick = start + facts.duration
            return Track.Segment(
                claim: claim, facts: facts, start: Double(start - header.presentationStart) / scale,
                duration: Double(facts.duration) / scale)
        case .webM:
            return placeClusters(facts, claim, header, place, &findings)
        case .packed:
            defer { samples += facts.duration }
            return Track.Segment(
                claim: claim, facts: facts, start: Double(samples) / scale, duration: Double(facts.duration) / scale)
        }
    }

    /// Clusters have rounded times; between them samples are counted.
    private mutating func placeClusters(
        _ facts: SegmentFacts, _ claim: TrackClaim.Segment, _ header: TrackHeader, _ place: Finding.Place,
        _ findings: inout Findings
    ) -> Track.Segment {
        let rate = header.coding == .opus ? 48_000.0 : Double(header.sampleRate)
        let scale = Double(header.timescale)
        let time = facts.start ?? 0
        var duration = facts.duration
        if let edges = facts.edgeBlocks {
            if let lastBlock { duration += (lastBlock + edges.first) / 4 }
            lastBlock = edges.last
        }
        // The first packet of Vorbis decodes to nothing: the programme begins with the second, whatever the first says.
        let origin = self.origin ?? (facts.edgeBlocks == nil ? time : facts.secondTime ?? time)
        self.origin = origin
        let counted = Double(origin) / scale + Double(samples) / rate
        if samples > 0, abs(Double(time) / scale - counted) > 2.5 / scale {
            let message =
                "the Cluster begins at \(rounded(Double(time) / scale)) s, the sound before it ends at \(rounded(counted)) s"
            findings.add(.timelineBroken, at: place, message)
        }
        samples = min(Limits.number, samples + duration)
        return Track.Segment(
            claim: claim, facts: facts, start: counted,
            duration: Double(duration) / rate)
    }
}
