internal import LathePackaging

/// Frames of MP3 in, packed audio segments for HLS out: each begins with an ID3 tag that holds its time (RFC 8216 §3.4).
struct PackedMP3Segmenter {
    private(set) var log: RenditionLog
    private let sampleRate: Int
    /// The segment being made.
    private(set) var payload: [UInt8] = []

    init(plan: RenditionPlan, sampleRate: Int, output: PackageOutput) throws {
        self.sampleRate = sampleRate
        log = try RenditionLog(plan: plan, container: .packedMP3, output: output)
    }

    mutating func learnLength(from tick: Tick) { log.learnLength(from: tick) }

    /// Adds bytes to the segment being made.
    mutating func append(_ bytes: UnsafeRawBufferPointer) { payload.append(contentsOf: bytes) }

    /// Ends the segment being made.
    ///
    /// - Parameter dependsOnEarlier: its first frame needs bits of frames before it.
    mutating func closeSegment(dependsOnEarlier: Bool = false) throws {
        let start = log.cuts.start(ofSegment: log.segmentIndex)
        let end = log.nextCut ?? log.length ?? start
        let time = ID3Tag.timestamp(samples: start, sampleRate: sampleRate)
        let bytes = ID3Tag(frames: [.transportStreamTimestamp(time)]).encoded() + payload
        payload.removeAll(keepingCapacity: true)
        if dependsOnEarlier { log.dependentSegments += 1 }
        try log.add(bytes, start: start, samples: end - start)
    }

    /// Completes the rendition after its last segment.
    mutating func finish() throws { try log.finish(.packedMP3) }
}
