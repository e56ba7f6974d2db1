internal import LathePackaging

extension MPD {
    /// One set of a manifest for each codec, in the order of the renditions.
    init(of renditions: [Package.Rendition], length: Int, sampleRate: Int) {
        let isWebM = renditions.contains { $0.codec == .vorbis }
        let isIndexed = renditions.contains { $0.indexRange != nil }
        var codecs: [Codec] = []
        for rendition in renditions where !codecs.contains(rendition.codec) { codecs.append(rendition.codec) }
        self.init(
            profiles: isWebM ? [.full] : [isIndexed ? .isoffOnDemand : .isoffLive, .cmaf], length: length,
            sampleRate: sampleRate,
            adaptationSets: codecs.enumerated().map { index, codec in
                AdaptationSet(id: index + 1, of: renditions.filter { $0.codec == codec }, isWebM: isWebM)
            })
    }
}

extension MPD.AdaptationSet {
    fileprivate init(id: Int, of ladder: [Package.Rendition], isWebM: Bool) {
        self.init(
            id: id, mimeType: isWebM ? "audio/webm" : "audio/mp4", channelCount: ladder[0].channels,
            isSegmentAligned: Set(ladder.map { $0.segments.map(\.start) }).count == 1,
            representations: ladder.map { rendition in
                MPD.Representation(
                    id: rendition.id, bandwidth: rendition.peakBitsPerSecond, codecs: rendition.codecs,
                    sampleRate: rendition.sampleRate, segments: MPD.Segments(rendition, isWebM: isWebM))
            })
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
