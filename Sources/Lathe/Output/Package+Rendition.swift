internal import LatheMedia
internal import LathePackaging

extension Package.Rendition {
    /// Describes a finished rendition; names of files are relative to its folder, the progressive one's to the package.
    init(
        _ log: RenditionLog, bandwidthIn targetDuration: Int, codecs: String, primingSamples: Int,
        paddingSamples: Int, initSegment: String?, hasPlaylist: Bool, progressive: String?,
        nominalBitsPerSecond: Int? = nil
    ) {
        let plan = log.plan
        let bandwidth = Bandwidth(
            segments: log.segments.map { MediaSegmentSize(bytes: $0.bytes, samples: $0.samples) },
            sampleRate: plan.form.sampleRate, targetDuration: targetDuration)
        self.init(
            id: plan.id, codec: plan.codec, codecs: codecs, sampleRate: plan.form.sampleRate,
            channels: plan.form.channelCount, nominalBitsPerSecond: nominalBitsPerSecond ?? plan.bitsPerSecond,
            averageBitsPerSecond: bandwidth.average, peakBitsPerSecond: bandwidth.peak,
            samples: log.length ?? 0, primingSamples: primingSamples, paddingSamples: paddingSamples,
            initSegment: initSegment.map { "\(plan.directory)/\($0)" },
            playlist: hasPlaylist ? plan.playlistPath : nil, progressive: progressive, segments: log.segments)
    }
}
