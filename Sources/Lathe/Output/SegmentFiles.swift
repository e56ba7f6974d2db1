internal import LathePackaging

/// Layout `segments`: each segment is a file, and the playlist grows with every one.
final class SegmentFiles: SegmentStore {
    let segmentsAreFiles = true

    private let plan: RenditionPlan
    private let writer: PackageWriter
    private let fileExtension: String
    private let initSegment: String?
    /// Nil where HLS does not have the codec.
    private var playlist: GrowingPlaylist?
    private var count = 0

    /// Publishes the init segment, which is never rewritten.
    init(
        plan: RenditionPlan, targetDuration: Int, container: SegmentContainer, writer: PackageWriter,
        manifests: Manifests
    ) throws {
        self.plan = plan
        self.writer = writer
        fileExtension = container.segmentExtension
        initSegment = container.initSegmentName.map { "\(plan.directory)/\($0)" }
        if plan.codec.isInHLS {
            playlist = GrowingPlaylist(
                plan: plan, targetDuration: targetDuration, initSegment: container.initSegmentName, writer: writer,
                manifests: manifests)
        }
        if let initSegment, let format = container.format {
            try writer.publish(format.initSegment(), at: initSegment)
        }
    }

    func add(_ bytes: [UInt8], start: Int, samples: Int) throws -> Package.Segment {
        count += 1
        let number = String(count)
        let name = String(repeating: "0", count: max(0, 5 - number.count)) + number + "." + fileExtension
        let segment = try writer.publishSegment(bytes, at: "\(plan.directory)/\(name)", start: start, samples: samples)
        try playlist?.add(name, samples: samples)
        return segment
    }

    func finish(_: SegmentContainer, _: inout [Package.Segment]) throws -> StoredMedia {
        try playlist?.end()
        return StoredMedia(initSegment: initSegment, playlist: playlist == nil ? nil : plan.playlistPath)
    }
}
