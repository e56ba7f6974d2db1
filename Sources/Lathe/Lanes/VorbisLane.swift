internal import LatheMedia
internal import LathePackaging

/// Vorbis in WebM segments for DASH, and from the same encode an Ogg file.
///
/// The encoder alone decides on the lengths of packets, so segments begin differently for each bit rate.
final class VorbisLane: RenditionLane {
    let plan: RenditionPlan
    private let encoder: VorbisEncoder
    private var segmenter: WebMSegmenter
    private let ogg: OggWriter
    private let progressive: GrowingFile
    /// Pages of the Ogg file that wait for the end of the tick.
    private var pages: [UInt8] = []
    /// Held back until it is known whether it is the last: Ogg marks that one.
    private var held: (bytes: [UInt8], granulePosition: Int)?

    /// One logical stream in the file, so any number does; this one makes the same bytes each time.
    private static let serialNumber: Int32 = 1

    init(plan: RenditionPlan, tags: MasterTags, output: PackageOutput) throws {
        self.plan = plan
        encoder = try VorbisEncoder(
            sampleRate: plan.form.sampleRate, channelCount: plan.form.channelCount,
            bitsPerSecond: plan.bitsPerSecond, quality: plan.rendition.vorbisQuality, comments: tags.vorbisComments,
            subject: plan.id)
        let headers = encoder.headers
        let track = WebMTrack(
            codecPrivate: WebMTrack.vorbisCodecPrivate(
                identification: headers[0], comment: headers[1], setup: headers[2]),
            sampleRate: plan.form.sampleRate, channelCount: plan.form.channelCount, length: plan.timeline.length)
        segmenter = try WebMSegmenter(plan: plan, track: track, output: output)
        ogg = try OggWriter(serialNumber: Self.serialNumber)
        progressive = try output.writer.begin(at: "\(plan.directory).ogg")
        // Vorbis I §A.2: the identification header has the first page to itself, audio begins on a fresh one.
        for (index, header) in headers.enumerated() {
            try header.withUnsafeBytes {
                try ogg.write($0, granulePosition: 0, flush: index != 1) { pages.append(contentsOf: $0) }
            }
        }
    }

    var segmentIndex: Int { segmenter.log.segmentIndex }

    var note: String? { plan.clampingNote(actual: encoder.bitsPerSecond) }

    func take(_ tick: Tick) throws {
        segmenter.learnLength(from: tick)
        for block in tick.converted[plan.input] { try encoder.encode(block, add) }
        if tick.isLast {
            try encoder.finish(add)
            try segmenter.finish()
            try releaseHeld(isLast: true)
        }
        try progressive.append(pages)
        pages.removeAll(keepingCapacity: true)
        if tick.isLast { try progressive.commit() }
    }

    private func add(_ packet: VorbisEncoder.Packet) throws {
        try releaseHeld(isLast: false)
        try segmenter.add(packet.bytes, samples: packet.decodedSamples)
        held = (Array(packet.bytes), packet.granulePosition)
    }

    private func releaseHeld(isLast: Bool) throws {
        guard let held else { return }
        self.held = nil
        try held.bytes.withUnsafeBytes {
            try ogg.write($0, granulePosition: held.granulePosition, isLast: isLast) { pages.append(contentsOf: $0) }
        }
    }

    var rendition: Package.Rendition {
        Package.Rendition(
            segmenter.log, codecs: CodecString.vorbis, primingSamples: 0, paddingSamples: segmenter.paddingSamples,
            progressive: "\(plan.directory).ogg", nominalBitsPerSecond: encoder.bitsPerSecond)
    }
}
