internal import LatheMedia
internal import LathePackaging

/// FLAC in CMAF segments for HLS and DASH: the master's own samples.
final class FLACLane: RenditionLane {
    let plan: RenditionPlan
    private let encoder: FLACEncoder
    private var segmenter: CMAFSegmenter

    init(plan: RenditionPlan, facts: MasterFacts, output: PackageOutput) throws {
        self.plan = plan
        encoder = try FLACEncoder(
            sampleRate: plan.form.sampleRate, channelCount: plan.form.channelCount,
            bitsPerSample: facts.bitsPerSample, isFloat: facts.isFloat, compressionLevel: plan.rendition.flacLevel,
            subject: plan.id)
        segmenter = try CMAFSegmenter(
            plan: plan,
            track: CMAFTrack(
                coding: .flac(streamInfo: encoder.streamInfo, bitsPerSample: encoder.bitsPerSample),
                sampleRate: plan.form.sampleRate, channelCount: plan.form.channelCount,
                frameLength: FLACEncoder.samplesPerFrame),
            output: output)
    }

    var segmentIndex: Int { segmenter.log.segmentIndex }

    var note: String? { encoder.note.map { "\(plan.id): \($0)" } }

    func take(_ tick: Tick) throws {
        segmenter.learnLength(from: tick)
        for block in tick.converted[plan.input] { try encoder.encode(block, add) }
        guard tick.isLast else { return }
        try encoder.finish(add)
        try segmenter.finish()
    }

    private func add(_ frame: UnsafeRawBufferPointer, sampleCount: Int) throws {
        try segmenter.add(frame, samples: sampleCount)
    }

    var rendition: Package.Rendition {
        Package.Rendition(
            segmenter.log, codecs: CodecString.flac, primingSamples: 0, paddingSamples: segmenter.paddingSamples)
    }
}
