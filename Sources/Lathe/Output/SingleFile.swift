internal import LatheMedia
internal import LathePackaging

/// Layout `single-file`: all segments of a rendition in one file, behind init segment and index.
///
/// The index states every segment's size and comes before the first, so the file appears at the end, and after it the
/// playlist. Room for it is left where the number of segments is known from the start.
final class SingleFile: SegmentStore {
    let segmentsAreFiles = false

    private let plan: RenditionPlan
    private let writer: PackageWriter
    private let path: String
    private let file: GrowingFile
    /// What follows each segment.
    private let separator: [UInt8]

    init(plan: RenditionPlan, container: SegmentContainer, writer: PackageWriter) throws {
        self.plan = plan
        self.writer = writer
        separator = container.format?.segmentSeparator ?? []
        path = "\(plan.directory).\(container.fileExtension)"
        let unknown = MediaSegmentSize(bytes: 0, samples: 0)
        let expected = Array(repeating: unknown, count: plan.timeline.segmentCount ?? 0)
        file = try writer.begin(at: path, headSize: container.format?.fileHead(before: expected).bytes.count ?? 0)
    }

    func add(_ bytes: [UInt8], start: Int, samples: Int) throws -> Package.Segment {
        try file.append(bytes)
        try file.append(separator)
        return Package.Segment(bytes, path: path, start: start, samples: samples)
    }

    func finish(
        _ container: SegmentContainer, _ terms: PlaylistTerms, _ segments: inout [Package.Segment]
    ) throws -> StoredMedia {
        let head = container.format?.fileHead(
            before: segments.map { MediaSegmentSize(bytes: $0.bytes + separator.count, samples: $0.samples) })
        var offset = head?.bytes.count ?? 0
        for index in segments.indices {
            segments[index].offset = offset
            offset += segments[index].bytes + separator.count
        }
        try file.commit(head: head?.bytes ?? [])
        return StoredMedia(
            initSegment: head == nil ? nil : path, initRange: head.map { Package.ByteRange($0.initSegment) },
            indexRange: head.map { Package.ByteRange($0.index) },
            playlist: try publishPlaylist(head, terms, segments))
    }

    /// - Returns: its path; nil where HLS does not have the codec.
    private func publishPlaylist(
        _ head: FileHead?, _ terms: PlaylistTerms, _ segments: [Package.Segment]
    ) throws -> String? {
        guard plan.codec.isInHLS else { return nil }
        let uri = path.split(separator: "/").last.map(String.init) ?? path
        var playlist = HLSMediaPlaylist(
            targetDuration: terms.targetDuration, sampleRate: plan.form.sampleRate, mapURI: head == nil ? nil : uri,
            mapByteRange: head.map { HLSByteRange(offset: 0, length: $0.initSegment.count) }, state: .vod,
            segmentsAreIndependent: terms.segmentsAreIndependent)
        for segment in segments {
            playlist.append(
                uri: uri, samples: segment.samples,
                byteRange: segment.offset.map { HLSByteRange(offset: $0, length: segment.bytes) })
        }
        let playlistPath = "\(plan.directory).m3u8"
        try writer.publish(playlist.rendered(), at: playlistPath)
        return playlistPath
    }
}

extension Package.ByteRange {
    fileprivate init(_ range: Range<Int>) {
        self.init(offset: range.lowerBound, bytes: range.count)
    }
}
