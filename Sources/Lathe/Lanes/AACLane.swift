internal import LatheMedia
internal import LathePackaging

/// AAC in CMAF segments for HLS and DASH.
final class AACLane: RenditionLane {
    let plan: RenditionPlan
    private let encoder: AACEncoder
    private var segmenter: CMAFSegmenter

    init(plan: RenditionPlan, output: PackageOutput) throws {
        self.plan = plan
        encoder = try AACEncoder(
            sampleRate: plan.form.sampleRate, channelCount: plan.form.channelCount,
            bitsPerSecond: plan.bitsPerSecond, options: plan.rendition.options, subject: plan.id)
        segmenter = try CMAFSegmenter(
            plan: plan,
            track: CMAFTrack(
                coding: .aac(audioSpecificConfig: encoder.audioSpecificConfig, bitsPerSecond: plan.bitsPerSecond),
                sampleRate: plan.form.sampleRate, channelCount: plan.form.channelCount,
                frameLength: encoder.frameLength, primingSamples: encoder.primingSamples),
            output: output)
    }

    var segmentIndex: Int { segmenter.log.segmentIndex }

    func take(_ tick: Tick) throws {
        segmenter.learnLength(from: tick)
        for block in tick.converted[plan.input] { try encoder.encode(block, add) }
        guard tick.isLast else { return }
        try encoder.finish(add)
        try segmenter.finish()
    }

    private func add(_ accessUnit: UnsafeRawBufferPointer) throws {
        try segmenter.add(accessUnit, samples: encoder.frameLength)
    }

    var rendition: Package.Rendition {
        Package.Rendition(
            segmenter.log, codecs: CodecString.mpeg4Audio(audioSpecificConfig: encoder.audioSpecificConfig) ?? codecs,
            primingSamples: encoder.primingSamples, paddingSamples: segmenter.paddingSamples)
    }

    private var codecs: String { plan.codec.codecs }
}
