internal import LatheMedia
internal import LathePackaging

/// AAC in CMAF segments for HLS and DASH.
final class AACLane: RenditionLane {
    let plan: RenditionPlan
    private let encoder: AACEncoder
    private var track: CMAFTrack
    private var log: RenditionLog

    /// The segment being made.
    private var payload: [UInt8] = []
    private var frames: [CMAFSample] = []
    /// Samples encoded so far, priming included.
    private var mediaTime = 0

    init(plan: RenditionPlan, output: PackageOutput) throws {
        self.plan = plan
        encoder = try AACEncoder(
            sampleRate: plan.form.sampleRate, channelCount: plan.form.channelCount,
            bitsPerSecond: plan.bitsPerSecond, options: plan.rendition.options, subject: plan.id)
        track = CMAFTrack(
            coding: .aac(audioSpecificConfig: encoder.audioSpecificConfig, bitsPerSecond: plan.bitsPerSecond),
            sampleRate: plan.form.sampleRate, channelCount: plan.form.channelCount, frameLength: encoder.frameLength,
            primingSamples: encoder.primingSamples, length: plan.timeline.length)
        log = try RenditionLog(plan: plan, container: .cmaf(track), output: output)
    }

    var segmentIndex: Int { log.segmentIndex }

    func take(_ tick: Tick) throws {
        log.learnLength(from: tick)
        for block in tick.converted[plan.input] { try encoder.encode(block, add) }
        guard tick.isLast else { return }
        try encoder.finish(add)
        try trimTail()
        try closeSegment()
        track.length = log.length
        try log.finish(.cmaf(track))
    }

    private func add(_ accessUnit: UnsafeRawBufferPointer) throws {
        payload.append(contentsOf: accessUnit)
        frames.append(CMAFSample(byteCount: accessUnit.count, duration: encoder.frameLength))
        mediaTime += encoder.frameLength
        if let cut = log.nextCut, mediaTime == cut + encoder.primingSamples { try closeSegment() }
    }

    /// Lets the last frame count no further than the programme goes.
    private func trimTail() throws {
        guard let length = log.length, var last = frames.popLast() else { return }
        last.duration -= mediaTime - (length + encoder.primingSamples)
        guard (1...encoder.frameLength).contains(last.duration) else {
            throw LatheError(
                .encoderFailed, "encode", "\"\(plan.id)\"",
                because: "the encoder made \(mediaTime) samples of \(length + encoder.primingSamples)")
        }
        frames.append(last)
    }

    private func closeSegment() throws {
        let duration = frames.reduce(0) { $0 + $1.duration }
        let start = log.cuts.start(ofSegment: segmentIndex)
        let decodeTime = segmentIndex == 0 ? 0 : start + encoder.primingSamples
        let samples = decodeTime + duration - encoder.primingSamples - start
        let bytes = track.mediaSegment(
            sequenceNumber: segmentIndex + 1, decodeTime: decodeTime, samples: frames, payload: payload,
            isFile: log.segmentsAreFiles)
        payload.removeAll(keepingCapacity: true)
        frames.removeAll(keepingCapacity: true)
        try log.add(bytes, start: start, samples: samples)
    }

    var rendition: Package.Rendition {
        Package.Rendition(
            log, codecs: codecs, primingSamples: encoder.primingSamples,
            paddingSamples: mediaTime - encoder.primingSamples - (log.length ?? 0))
    }

    private var codecs: String {
        CodecString.mpeg4Audio(audioSpecificConfig: encoder.audioSpecificConfig) ?? "mp4a.40.2"
    }
}
