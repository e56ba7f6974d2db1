internal import LathePackaging

extension MPD {
    /// Describes renditions of one codec, which a player may switch between.
    init(_ ladder: [Package.Rendition], codec: Codec, length: Int, sampleRate: Int) {
        let isWebM = codec == .vorbis
        let isIndexed = ladder.contains { $0.indexRange != nil }
        let timelines = Set(ladder.map { $0.segments.map(\.start) })
        self.init(
            profiles: isWebM ? [.full] : [isIndexed ? .isoffOnDemand : .isoffLive, .cmaf], length: length,
            sampleRate: sampleRate,
            adaptationSets: [
                AdaptationSet(
                    id: 1, mimeType: isWebM ? "audio/webm" : "audio/mp4", channelCount: ladder[0].channels,
                    isSegmentAligned: timelines.count == 1,
                    representations: ladder.map { rendition in
                        Representation(
                            id: rendition.id, bandwidth: rendition.peakBitsPerSecond, codecs: rendition.codecs,
                            sampleRate: rendition.sampleRate, segments: Segments(rendition, isWebM: isWebM))
                    })
            ])
    }
}

extension MPD.Segments {
    fileprivate init(_ rendition: Package.Rendition, isWebM: Bool) {
        let path = rendition.initSegment ?? ""
        guard let initRange = rendition.initRange, let indexRange = rendition.indexRange else {
            let directory = path.prefix(through: path.lastIndex(of: "/") ?? path.startIndex)
            self = .template(
                MPD.SegmentTemplate(
                    timescale: rendition.sampleRate, initialization: path,
                    media: "\(directory)$Number%05d$.\(isWebM ? "webm" : "m4s")",
                    durations: rendition.segments.map(\.samples)))
            return
        }
        self = .base(
            MPD.SegmentBase(
                uri: path, initialization: initRange.bounds, index: indexRange.bounds,
                timescale: rendition.sampleRate, longestSegment: rendition.segments.map(\.samples).max() ?? 0))
    }
}

extension Package.ByteRange {
    fileprivate var bounds: Range<Int> { offset..<offset + bytes }
}
