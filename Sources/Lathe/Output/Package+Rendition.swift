internal import LatheMedia
internal import LathePackaging

extension Package.Rendition {
    /// Describes a finished rendition; the progressive file's path is relative to the package.
    init(
        _ log: RenditionLog, codecs: String, primingSamples: Int, paddingSamples: Int, progressive: String? = nil,
        nominalBitsPerSecond: Int? = nil
    ) {
        let plan = log.plan
        let bandwidth = Bandwidth(
            segments: log.segments.map { MediaSegmentSize(bytes: $0.bytes, samples: $0.samples) },
            sampleRate: plan.form.sampleRate, targetDuration: log.targetDuration)
        self.init(
            id: plan.id, codec: plan.codec, codecs: codecs, sampleRate: plan.form.sampleRate,
            channels: plan.form.channelCount, nominalBitsPerSecond: nominalBitsPerSecond ?? plan.bitsPerSecond,
            averageBitsPerSecond: bandwidth.average, peakBitsPerSecond: bandwidth.peak,
            samples: log.length ?? 0, primingSamples: primingSamples, paddingSamples: paddingSamples,
            initSegment: log.media.initSegment, initRange: log.media.initRange, indexRange: log.media.indexRange,
            playlist: log.media.playlist, progressive: progressive,
            dependentSegments: log.dependentSegments > 0 ? log.dependentSegments : nil, segments: log.segments)
    }
}
