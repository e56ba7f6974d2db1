internal import LatheAccess
internal import LatheCatalog

/// Says where a listener's player finds a track.
struct Delivery: Sendable {
    /// Without a slash at its end.
    let publicURL: String
    let signer: DeliverySigner

    /// Signed URLs for one listener; within five minutes the same ones.
    ///
    /// - Throws: `CatalogError` where the track's package lies at a place that cannot be signed.
    func links(
        to stream: LatheCatalog.Stream, for subject: String, at now: UnixTime
    ) throws(CatalogError) -> StreamLinks {
        guard let prefix = DeliveryPrefix(of: stream) else {
            throw .unknownValue(stream.prefix, column: "revisions.prefix")
        }
        let token = signer.token(
            for: prefix, subject: subject, duration: .seconds(max(0, stream.duration)), at: now)
        let base = publicURL + token.path
        let manifests = EntryPoints(of: stream.renditions)
        let files = stream.renditions.compactMap { rendition in
            rendition.progressive.map { (rendition.name, base + $0) }
        }
        return StreamLinks(
            hls: manifests.hls.map { base + $0 }, dash: manifests.dash.map { base + $0 },
            progressive: Dictionary(files) { first, _ in first }, waveform: base + "waveform.json",
            expiresAt: token.expiresAt)
    }
}

/// Where a track is played from, until a moment.
struct StreamLinks: Sendable, Equatable {
    /// A multivariant playlist; nil where no rendition is in HLS.
    let hls: String?
    /// An MPD; nil where no rendition is in DASH.
    let dash: String?
    /// Whole files, by the names of their renditions.
    let progressive: [String: String]
    /// Peaks for drawing, in JSON.
    let waveform: String
    let expiresAt: UnixTime
}

extension DeliveryPrefix {
    /// Nil unless the package lies at `tracks/{trackID}/{revision}/`.
    init?(of stream: LatheCatalog.Stream) {
        let parts = stream.prefix.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "tracks", parts[3].isEmpty else { return nil }
        self.init(track: String(parts[1]), revision: String(parts[2]))
    }
}

/// The manifests of a package that most players can use.
private struct EntryPoints {
    let hls: String?
    let dash: String?

    init(of renditions: [PublishedPackage.Rendition]) {
        let codecs = Set(renditions.map(\.codec))
        let isMain = !codecs.isDisjoint(with: ["aac", "flac"])
        hls =
            isMain
            ? "master.m3u8"
            : codecs.contains("mp3") ? "master-mp3.m3u8" : codecs.contains("opus") ? "master-opus.m3u8" : nil
        dash =
            isMain
            ? "manifest.mpd" : codecs.contains("opus") ? "opus.mpd" : codecs.contains("vorbis") ? "vorbis.mpd" : nil
    }
}

extension Service {
    /// Signs for listeners.
    var delivery: Delivery {
        Delivery(publicURL: parts.settings.publicURL, signer: DeliverySigner(parts.keys))
    }
}
