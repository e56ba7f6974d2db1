internal import LatheMedia
internal import LathePackaging

/// Coded frames in, CMAF segments out: what the lanes of AAC, FLAC and Opus have in common.
struct CMAFSegmenter {
    private(set) var log: RenditionLog
    private var track: CMAFTrack
    /// Whether the timeline of the log counts media time, priming included, and not presentation time.
    private let cutsMediaTime: Bool

    /// The segment being made.
    private var payload: [UInt8] = []
    private var frames: [CMAFSample] = []
    /// Samples in all frames so far, priming included.
    private var mediaTime = 0
    /// Where the segment being made begins, in media time.
    private var decodeTime = 0

    /// - Parameter plan: its timeline counts presentation time where the priming is whole frames, so that boundaries
    ///   are those of other codecs; else media time is cut, and the first segment presents less by the priming.
    init(plan: RenditionPlan, track: CMAFTrack, output: PackageOutput) throws {
        var plan = plan
        var track = track
        track.length = plan.timeline.length
        cutsMediaTime = !track.primingSamples.isMultiple(of: track.frameLength)
        let leadIn = cutsMediaTime ? track.primingSamples : 0
        if cutsMediaTime {
            plan.timeline = Timeline(
                sampleRate: track.sampleRate, segmentDuration: plan.segmentDuration,
                length: track.length.map { $0 + leadIn }, grid: track.frameLength)
        }
        self.track = track
        log = try RenditionLog(plan: plan, container: .cmaf(track), output: output, leadIn: leadIn)
    }

    /// Samples that a decoder yields after the programme; known after `finish`.
    var paddingSamples: Int { mediaTime - track.primingSamples - (log.length ?? 0) }

    mutating func learnLength(from tick: Tick) { log.learnLength(from: tick) }

    /// Takes the next frame. A segment ends with the first frame that reaches its boundary: on it, where frames divide the
    /// grid, else less than a frame behind it.
    mutating func add(_ frame: UnsafeRawBufferPointer, samples: Int) throws {
        payload.append(contentsOf: frame)
        frames.append(CMAFSample(byteCount: frame.count, duration: samples))
        mediaTime += samples
        if let cut = log.nextCut, mediaTime >= cut + (cutsMediaTime ? 0 : track.primingSamples) { try closeSegment() }
    }

    /// Completes the rendition after its last frame.
    mutating func finish() throws {
        try trimTail()
        try closeSegment()
        track.length = log.length
        try log.finish(.cmaf(track))
    }

    /// Lets the last frame count no further than the programme goes.
    private mutating func trimTail() throws {
        guard let length = log.length, var last = frames.popLast() else { return }
        let whole = last.duration
        last.duration -= mediaTime - (length + track.primingSamples)
        guard (1...whole).contains(last.duration) else {
            throw LatheError(
                .encoderFailed, "encode", "\"\(log.plan.id)\"",
                because: "the encoder made \(mediaTime) samples of \(length + track.primingSamples)")
        }
        frames.append(last)
    }

    private mutating func closeSegment() throws {
        let start = max(0, decodeTime - track.primingSamples)
        let end = decodeTime + frames.reduce(0) { $0 + $1.duration } - track.primingSamples
        let bytes = track.mediaSegment(
            sequenceNumber: log.segmentIndex + 1, decodeTime: decodeTime, samples: frames, payload: payload,
            isFile: log.segmentsAreFiles)
        payload.removeAll(keepingCapacity: true)
        frames.removeAll(keepingCapacity: true)
        decodeTime = mediaTime
        try log.add(bytes, start: start, samples: end - start)
    }
}
