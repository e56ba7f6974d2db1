internal import LatheMedia
internal import LathePackaging

/// Opus in CMAF segments for HLS and DASH, and from the same encode an Ogg file (RFC 7845).
///
/// The pre-skip is no whole packet, so a segment presents its samples that much earlier than its multiple of 20 ms, and
/// the first one fewer.
final class OpusLane: RenditionLane {
    let plan: RenditionPlan
    private let encoder: OpusEncoder
    private var segmenter: CMAFSegmenter
    private let ogg: OggWriter
    private let progressive: GrowingFile
    /// Pages of the Ogg file that wait for the end of the tick.
    private var pages: [UInt8] = []
    /// Held back until it is known whether it is the last: Ogg marks that one.
    private var held: [UInt8]?
    /// Samples in the packets before the one held back, pre-skip included.
    private var granulePosition = 0

    /// One logical stream in the file, so any number does; this one makes the same bytes each time.
    private static let serialNumber: Int32 = 1

    init(plan: RenditionPlan, facts: MasterFacts, output: PackageOutput) throws {
        self.plan = plan
        encoder = try OpusEncoder(
            channelCount: plan.form.channelCount, bitsPerSecond: plan.bitsPerSecond,
            complexity: plan.rendition.opusComplexity, inputSampleRate: facts.sampleRate, subject: plan.id)
        segmenter = try CMAFSegmenter(
            plan: plan,
            track: CMAFTrack(
                coding: .opus, sampleRate: OpusEncoder.sampleRate,
                channelCount: plan.form.channelCount, frameLength: OpusEncoder.samplesPerPacket,
                primingSamples: encoder.preSkip),
            output: output)
        ogg = try OggWriter(serialNumber: Self.serialNumber)
        progressive = try output.writer.begin(at: "\(plan.directory).opus")
        // RFC 7845 §3: each header has a page to itself.
        for header in [encoder.head, OpusEncoder.tags(facts.tags.vorbisComments)] {
            try write(header, granulePosition: 0, flush: true)
        }
    }

    var segmentIndex: Int { segmenter.log.segmentIndex }

    func take(_ tick: Tick) throws {
        segmenter.learnLength(from: tick)
        for block in tick.converted[plan.input] { try encoder.encode(block, add) }
        if tick.isLast {
            try encoder.finish(add)
            try segmenter.finish()
            try writeLast()
        }
        try progressive.append(pages)
        pages.removeAll(keepingCapacity: true)
        if tick.isLast { try progressive.commit() }
    }

    private func add(_ packet: UnsafeRawBufferPointer) throws {
        try segmenter.add(packet, samples: OpusEncoder.samplesPerPacket)
        if let held {
            granulePosition += OpusEncoder.samplesPerPacket
            try write(held, granulePosition: granulePosition)
        }
        held = Array(packet)
    }

    /// The last granule position says where the programme ends (RFC 7845 §4.4).
    private func writeLast() throws {
        guard let held, let length = segmenter.log.length else { return }
        try write(held, granulePosition: length + encoder.preSkip, isLast: true)
    }

    private func write(
        _ packet: [UInt8], granulePosition: Int, isLast: Bool = false, flush: Bool = false
    ) throws {
        try packet.withUnsafeBytes {
            try ogg.write($0, granulePosition: granulePosition, isLast: isLast, flush: flush) {
                pages.append(contentsOf: $0)
            }
        }
    }

    var rendition: Package.Rendition {
        Package.Rendition(
            segmenter.log, codecs: CodecString.opusInISOBMFF, primingSamples: encoder.preSkip,
            paddingSamples: segmenter.paddingSamples, progressive: "\(plan.directory).opus")
    }
}
