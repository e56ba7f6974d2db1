internal import LathePackaging

/// Packets of Vorbis in, WebM segments for DASH out.
///
/// Packets are of two lengths, so a segment begins with the first packet at or after its boundary: a fraction of a packet
/// late.
struct WebMSegmenter {
    private(set) var log: RenditionLog
    private var track: WebMTrack

    /// The segment being made.
    private var payload: [UInt8] = []
    private var blocks: [WebMBlock] = []
    /// Where the next packet begins, in samples.
    private var position = 0

    init(plan: RenditionPlan, track: WebMTrack, output: PackageOutput) throws {
        self.track = track
        log = try RenditionLog(plan: plan, container: .webM(track), output: output)
    }

    /// Samples that a decoder yields after the programme; known after `finish`.
    private(set) var paddingSamples = 0

    mutating func learnLength(from tick: Tick) { log.learnLength(from: tick) }

    /// Takes the next packet, for which a decoder yields so many samples.
    mutating func add(_ packet: UnsafeRawBufferPointer, samples: Int) throws {
        if let cut = log.nextCut, position >= cut, !blocks.isEmpty { try closeSegment(end: position) }
        blocks.append(WebMBlock(start: position, byteCount: packet.count))
        payload.append(contentsOf: packet)
        position += samples
    }

    /// Completes the rendition after its last packet.
    mutating func finish() throws {
        let length = log.length ?? position
        paddingSamples = max(0, position - length)
        track.length = log.length
        try closeSegment(end: min(position, length), discardPadding: paddingSamples)
        try log.finish(.webM(track))
    }

    private mutating func closeSegment(end: Int, discardPadding: Int = 0) throws {
        let start = blocks.first?.start ?? end
        let bytes = track.cluster(blocks: blocks, payload: payload, discardPadding: discardPadding)
        payload.removeAll(keepingCapacity: true)
        blocks.removeAll(keepingCapacity: true)
        try log.add(bytes, start: start, samples: end - start)
    }
}
