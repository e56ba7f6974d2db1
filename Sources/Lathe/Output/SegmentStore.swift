internal import LatheMedia

/// Where the media segments of a rendition go, with the playlist that names them: one implementation for each layout.
///
/// Used by one thread at a time.
protocol SegmentStore: AnyObject {
    /// Whether each segment is a file of its own.
    var segmentsAreFiles: Bool { get }

    /// Takes the next segment and describes it, as far as is known yet.
    func add(_ bytes: [UInt8], start: Int, samples: Int) throws -> Package.Segment

    /// Completes the rendition after its last segment.
    ///
    /// - Parameters:
    ///   - container: as it is at the end, when the length is known.
    ///   - terms: what a playlist says that was not begun before.
    ///   - segments: all that were added; told where they are.
    func finish(
        _ container: SegmentContainer, _ terms: PlaylistTerms, _ segments: inout [Package.Segment]
    ) throws -> StoredMedia
}

/// What a media playlist says of all its segments.
struct PlaylistTerms {
    /// EXT-X-TARGETDURATION, RFC 8216 §4.3.3.1.
    let targetDuration: Int
    /// EXT-X-INDEPENDENT-SEGMENTS, RFC 8216 §4.3.5.1.
    let segmentsAreIndependent: Bool
}

/// Where a rendition's media are, beside its segments; paths are relative to the package.
struct StoredMedia {
    var initSegment: String?
    var initRange: Package.ByteRange?
    var indexRange: Package.ByteRange?
    var playlist: String?
}

/// Where lanes publish: the files of a package, laid out one way or the other.
struct PackageOutput {
    let layout: Layout
    let writer: PackageWriter
    /// Told of each playlist that begins to grow; nil where nobody listens before the end, and playlists appear then.
    let manifests: Manifests?

    /// A place for a rendition's segments.
    func store(for plan: RenditionPlan, targetDuration: Int, _ container: SegmentContainer) throws -> any SegmentStore {
        switch layout {
        case .segments:
            try SegmentFiles(
                plan: plan, targetDuration: targetDuration, container: container, writer: writer, manifests: manifests)
        case .singleFile:
            try SingleFile(plan: plan, container: container, writer: writer)
        }
    }
}

extension Package.Segment {
    /// Describes a segment by its bytes.
    init(_ bytes: [UInt8], path: String, start: Int, samples: Int) {
        self.init(
            path: path, start: start, samples: samples, bytes: bytes.count,
            sha256: bytes.withUnsafeBytes(SHA256Digest.init(of:)))
    }
}
