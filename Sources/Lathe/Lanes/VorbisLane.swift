internal import LatheMedia
internal import LathePackaging

/// Vorbis in WebM segments for DASH, and from the same encode an Ogg file.
///
/// Packets are of two lengths and the encoder alone decides on them, so a segment begins with the first packet at or
/// after its boundary: a fraction of a packet late, differently for each bit rate.
final class VorbisLane: RenditionLane {
    let plan: RenditionPlan
    private let encoder: VorbisEncoder
    private var track: WebMTrack
    private let ogg: OggWriter
    private let progressive: GrowingFile
    private var log: RenditionLog

    /// The segment being made.
    private var payload: [UInt8] = []
    private var blocks: [WebMBlock] = []
    /// Pages of the Ogg file that wait for the end of the segment.
    private var pages: [UInt8] = []
    /// Where the next packet begins, in samples.
    private var position = 0
    /// Held back until it is known whether it is the last: Ogg marks that one.
    private var held: (bytes: [UInt8], granulePosition: Int)?
    private var paddingSamples = 0

    /// One logical stream in the file, so any number does; this one makes the same bytes each time.
    private static let serialNumber: Int32 = 1

    init(plan: RenditionPlan, tags: MasterTags, output: PackageOutput) throws {
        self.plan = plan
        encoder = try VorbisEncoder(
            sampleRate: plan.form.sampleRate, channelCount: plan.form.channelCount,
            bitsPerSecond: plan.bitsPerSecond, quality: plan.rendition.vorbisQuality, comments: tags.vorbisComments,
            subject: plan.id)
        let headers = encoder.headers
        track = WebMTrack(
            codecPrivate: WebMTrack.vorbisCodecPrivate(
                identification: headers[0], comment: headers[1], setup: headers[2]),
            sampleRate: plan.form.sampleRate, channelCount: plan.form.channelCount, length: plan.timeline.length)
        ogg = try OggWriter(serialNumber: Self.serialNumber)
        log = try RenditionLog(plan: plan, container: .webM(track), output: output)
        progressive = try output.writer.begin(at: "\(plan.directory).ogg")
        // Vorbis I §A.2: the identification header has the first page to itself, audio begins on a fresh one.
        for (index, header) in headers.enumerated() {
            try header.withUnsafeBytes {
                try ogg.write($0, granulePosition: 0, flush: index != 1) { pages.append(contentsOf: $0) }
            }
        }
    }

    var segmentIndex: Int { log.segmentIndex }

    var note: String? { plan.clampingNote(actual: encoder.bitsPerSecond) }

    func take(_ tick: Tick) throws {
        log.learnLength(from: tick)
        for block in tick.converted[plan.input] { try encoder.encode(block, add) }
        guard tick.isLast else { return }
        track.length = log.length
        try encoder.finish(add)
        try releaseHeld(isLast: true)
        try closeSegment()
        try log.finish(.webM(track))
        try progressive.commit()
    }

    private func add(_ packet: VorbisEncoder.Packet) throws {
        try releaseHeld(isLast: false)
        if let cut = log.nextCut, position >= cut, !blocks.isEmpty { try closeSegment() }
        blocks.append(WebMBlock(start: position, byteCount: packet.bytes.count))
        payload.append(contentsOf: packet.bytes)
        held = (Array(packet.bytes), packet.granulePosition)
        paddingSamples = position + packet.decodedSamples - packet.granulePosition
        position = packet.granulePosition
    }

    private func releaseHeld(isLast: Bool) throws {
        guard let held else { return }
        self.held = nil
        try held.bytes.withUnsafeBytes {
            try ogg.write($0, granulePosition: held.granulePosition, isLast: isLast) { pages.append(contentsOf: $0) }
        }
    }

    private func closeSegment() throws {
        let start = blocks.first?.start ?? position
        let bytes = track.cluster(
            blocks: blocks, payload: payload, discardPadding: held == nil ? max(0, paddingSamples) : 0)
        payload.removeAll(keepingCapacity: true)
        blocks.removeAll(keepingCapacity: true)
        try log.add(bytes, start: start, samples: position - start)
        try progressive.append(pages)
        pages.removeAll(keepingCapacity: true)
    }

    var rendition: Package.Rendition {
        Package.Rendition(
            log, codecs: CodecString.vorbis, primingSamples: 0, paddingSamples: max(0, paddingSamples),
            progressive: "\(plan.directory).ogg", nominalBitsPerSecond: encoder.bitsPerSecond)
    }
}
