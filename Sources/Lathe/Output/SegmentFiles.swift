internal import LatheMedia
internal import LathePackaging

/// Layout `segments`: each segment is a file, and the playlist grows with every one where somebody may listen.
final class SegmentFiles: SegmentStore {
    let segmentsAreFiles = true

    private let plan: RenditionPlan
    private let writer: PackageWriter
    private let fileExtension: String
    private let initSegmentName: String?
    /// Nil where HLS does not have the codec, and where nobody listens before the end.
    private var growing: GrowingPlaylist?
    private var names: [String] = []

    /// Publishes the init segment, which is never rewritten.
    init(
        plan: RenditionPlan, targetDuration: Int, container: SegmentContainer, writer: PackageWriter,
        manifests: Manifests?
    ) throws {
        self.plan = plan
        self.writer = writer
        fileExtension = container.segmentExtension
        initSegmentName = container.initSegmentName
        if let manifests, plan.codec.isInHLS {
            growing = GrowingPlaylist(
                plan: plan, targetDuration: targetDuration, initSegment: container.initSegmentName, writer: writer,
                manifests: manifests)
        }
        if let initSegment, let format = container.format {
            try writer.publish(format.initSegment(), at: initSegment)
        }
    }

    private var initSegment: String? { initSegmentName.map { "\(plan.directory)/\($0)" } }

    func add(_ bytes: [UInt8], start: Int, samples: Int) throws -> Package.Segment {
        let number = String(names.count + 1)
        let name = String(repeating: "0", count: max(0, 5 - number.count)) + number + "." + fileExtension
        let segment = try writer.publishSegment(bytes, at: "\(plan.directory)/\(name)", start: start, samples: samples)
        names.append(name)
        try growing?.add(name, samples: samples)
        return segment
    }

    func finish(
        _: SegmentContainer, _ terms: PlaylistTerms, _ segments: inout [Package.Segment]
    ) throws -> StoredMedia {
        guard plan.codec.isInHLS else { return StoredMedia(initSegment: initSegment) }
        if growing == nil {
            try publishPlaylist(terms, segments)
        } else {
            try growing?.end()
        }
        return StoredMedia(initSegment: initSegment, playlist: plan.playlistPath)
    }

    private func publishPlaylist(_ terms: PlaylistTerms, _ segments: [Package.Segment]) throws {
        var playlist = HLSMediaPlaylist(
            targetDuration: terms.targetDuration, sampleRate: plan.form.sampleRate, mapURI: initSegmentName,
            state: .vod, segmentsAreIndependent: terms.segmentsAreIndependent)
        for (name, segment) in zip(names, segments) { playlist.append(uri: name, samples: segment.samples) }
        try writer.publish(playlist.rendered(), at: plan.playlistPath)
    }
}
