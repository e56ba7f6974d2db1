internal import LathePackaging
internal import Synchronization

/// The entry points of a package: HLS multivariant playlists and DASH manifests.
///
/// A multivariant playlist appears as soon as every playlist that it names is there, with bounds for bandwidths; at the
/// end it is replaced by one with what was measured. DASH manifests are static and appear at the end.
final class Manifests: Sendable {
    private let plans: [RenditionPlan]
    private let writer: PackageWriter
    /// For each entry point of HLS, the playlists that are not there yet.
    private let awaited: [ManifestGroup: Countdown]

    init(plans: [RenditionPlan], writer: PackageWriter) {
        self.plans = plans
        self.writer = writer
        awaited = Dictionary(grouping: plans) { $0.codec.manifests }.mapValues { Countdown(from: $0.count) }
    }

    /// A rendition's media playlist has been published for the first time.
    func announce(_ plan: RenditionPlan) throws {
        let group = plan.codec.manifests
        guard let path = group.hlsPath, awaited[group]?.passed() == true else { return }
        let variants = plans.filter { $0.codec.manifests == group }.map {
            HLSMultivariantPlaylist.Variant(
                uri: $0.playlistPath, bandwidth: $0.provisionalBandwidth, codecs: $0.codec.codecs)
        }
        let version = plan.codec == .mp3 ? 3 : 7
        try writer.publishProvisional(
            HLSMultivariantPlaylist(version: version, variants: variants).rendered(), at: path)
    }

    /// Publishes all entry points with measured bandwidths.
    func publishFinal(_ renditions: [Package.Rendition], length: Int, sampleRate: Int) throws -> [Package.Manifest] {
        try ManifestGroup.allCases.flatMap { group -> [Package.Manifest] in
            let members = renditions.filter { $0.codec.manifests == group }
            guard !members.isEmpty else { return [] }
            let ids = members.map(\.id)
            var manifests: [Package.Manifest] = []
            if let path = group.hlsPath {
                try writer.publish(HLSMultivariantPlaylist(of: members).rendered(), at: path)
                manifests.append(.init(path: path, format: .hls, renditions: ids))
            }
            if let path = group.dashPath {
                try writer.publish(MPD(of: members, length: length, sampleRate: sampleRate).rendered(), at: path)
                manifests.append(.init(path: path, format: .dash, renditions: ids))
            }
            return manifests
        }
    }
}

/// The codecs that share entry points: players that know one of a group may meet the others there.
enum ManifestGroup: CaseIterable {
    case main, mp3, vorbis, opus

    /// The multivariant playlist; nil where HLS does not have the codec.
    var hlsPath: String? {
        switch self {
        case .main: "master.m3u8"
        case .mp3: "master-mp3.m3u8"
        case .vorbis: nil
        case .opus: "master-opus.m3u8"
        }
    }

    /// The MPD; nil where no player of DASH takes the container.
    var dashPath: String? {
        switch self {
        case .main: "manifest.mpd"
        case .mp3: nil
        case .vorbis: "vorbis.mpd"
        case .opus: "opus.mpd"
        }
    }
}

extension Codec {
    var manifests: ManifestGroup {
        switch self {
        case .aac, .flac: .main
        case .mp3: .mp3
        case .vorbis: .vorbis
        case .opus: .opus
        }
    }

    var isInHLS: Bool { manifests.hlsPath != nil }

    /// RFC 6381, before an encoder has said more.
    var codecs: String {
        switch self {
        case .aac: "mp4a.40.2"
        case .mp3: CodecString.mp3
        case .vorbis: CodecString.vorbis
        case .flac: CodecString.flac
        case .opus: CodecString.opusInISOBMFF
        }
    }
}

/// Tells the last of so many.
private final class Countdown: Sendable {
    private let left: Atomic<Int>

    init(from count: Int) { left = Atomic(count) }

    /// True for the last one.
    func passed() -> Bool { left.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 }
}

extension RenditionPlan {
    /// Upper bounds for what has not been measured yet: AAC and Opus spend up to half as much again on hard passages,
    /// and a short programme may consist of them; MP3 is constant but for a frame and the tag of each segment; FLAC is
    /// never much larger than PCM.
    fileprivate var provisionalBandwidth: Bandwidth {
        let overhead = 8_000
        let bound =
            switch codec {
            case .aac, .opus, .vorbis: bitsPerSecond * 3 / 2
            case .mp3, .flac: bitsPerSecond * 21 / 20
            }
        return Bandwidth(peak: bound + overhead, average: bound + overhead)
    }
}

extension HLSMultivariantPlaylist {
    fileprivate init(of renditions: [Package.Rendition]) {
        self.init(
            version: renditions.map(\.playlistVersion).max() ?? 3,
            segmentsAreIndependent: renditions.allSatisfy { $0.dependentSegments == nil },
            variants: renditions.map {
                Variant(
                    uri: $0.playlist ?? "",
                    bandwidth: Bandwidth(peak: $0.peakBitsPerSecond, average: $0.averageBitsPerSecond),
                    codecs: $0.codecs)
            })
    }
}

extension Package.Rendition {
    /// EXT-X-VERSION of its playlist, RFC 8216 §7: 7 with an init segment, else 4 with byte ranges, else 3.
    fileprivate var playlistVersion: Int {
        if initSegment != nil { return 7 }
        return segments.contains { $0.offset != nil } ? 4 : 3
    }
}
