internal import LathePackaging
internal import Synchronization

/// The entry points of a package: HLS multivariant playlists and DASH manifests.
///
/// A multivariant playlist appears as soon as every playlist that it names is there, with bounds for bandwidths; at the
/// end it is replaced by one with what was measured. DASH manifests are static and appear at the end.
final class Manifests: Sendable {
    private let plans: [RenditionPlan]
    private let writer: PackageWriter
    private let announced = Mutex<Set<String>>([])

    init(plans: [RenditionPlan], writer: PackageWriter) {
        self.plans = plans
        self.writer = writer
    }

    /// A rendition's media playlist has been published for the first time.
    func announce(_ plan: RenditionPlan) throws {
        let siblings = plans.filter { $0.codec == plan.codec }
        let isComplete = announced.withLock { announced in
            announced.insert(plan.id)
            return siblings.allSatisfy { announced.contains($0.id) }
        }
        guard isComplete, let path = plan.codec.multivariantPlaylistPath else { return }
        let variants = siblings.map {
            HLSMultivariantPlaylist.Variant(
                uri: $0.playlistPath, bandwidth: $0.provisionalBandwidth, codecs: $0.codec.hlsCodecs)
        }
        try writer.publishProvisional(
            HLSMultivariantPlaylist(version: plan.codec == .aac ? 7 : 3, variants: variants).rendered(), at: path)
    }

    /// Publishes all entry points with measured bandwidths.
    func publishFinal(_ renditions: [Package.Rendition], length: Int, sampleRate: Int) throws -> [Package.Manifest] {
        try Codec.allCases.flatMap { codec -> [Package.Manifest] in
            let ladder = renditions.filter { $0.codec == codec }
            guard !ladder.isEmpty else { return [] }
            var manifests: [Package.Manifest] = []
            if let path = codec.multivariantPlaylistPath {
                let variants = ladder.map {
                    HLSMultivariantPlaylist.Variant(
                        uri: $0.playlist ?? "",
                        bandwidth: Bandwidth(peak: $0.peakBitsPerSecond, average: $0.averageBitsPerSecond),
                        codecs: $0.codecs)
                }
                let playlist = HLSMultivariantPlaylist(version: ladder[0].playlistVersion, variants: variants)
                try writer.publish(playlist.rendered(), at: path)
                manifests.append(.init(path: path, format: .hls, renditions: ladder.map(\.id)))
            }
            if let path = codec.dashManifestPath {
                let manifest = MPD(ladder, codec: codec, length: length, sampleRate: sampleRate)
                try writer.publish(manifest.rendered(), at: path)
                manifests.append(.init(path: path, format: .dash, renditions: ladder.map(\.id)))
            }
            return manifests
        }
    }
}

extension Codec {
    var multivariantPlaylistPath: String? {
        switch self {
        case .aac: "master.m3u8"
        case .mp3: "master-mp3.m3u8"
        case .vorbis: nil
        }
    }

    var dashManifestPath: String? {
        switch self {
        case .aac: "manifest.mpd"
        case .mp3: nil
        case .vorbis: "vorbis.mpd"
        }
    }

    fileprivate var hlsCodecs: String { self == .mp3 ? CodecString.mp3 : "mp4a.40.2" }
}

extension RenditionPlan {
    /// Upper bounds for what has not been measured yet: AAC spends up to half as much again on hard passages, and a
    /// short programme may consist of them; MP3 is constant but for a frame and the tag of each segment.
    fileprivate var provisionalBandwidth: Bandwidth {
        let overhead = 8_000
        let bound = (codec == .aac ? bitsPerSecond * 3 / 2 : bitsPerSecond * 21 / 20) + overhead
        return Bandwidth(peak: bound, average: bound)
    }
}

extension Package.Rendition {
    /// EXT-X-VERSION of its playlist, RFC 8216 §7: 7 with an init segment, else 4 with byte ranges, else 3.
    fileprivate var playlistVersion: Int {
        if initSegment != nil { return 7 }
        return segments.contains { $0.offset != nil } ? 4 : 3
    }
}
