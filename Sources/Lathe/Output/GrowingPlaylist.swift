internal import LatheMedia
internal import LathePackaging

/// A media playlist that is published anew with each segment: `EVENT` while it grows, `VOD` at the end.
struct GrowingPlaylist {
    private let plan: RenditionPlan
    private let writer: PackageWriter
    private let manifests: Manifests
    private var playlist: HLSMediaPlaylist
    private var isAnnounced = false

    init(plan: RenditionPlan, targetDuration: Int, initSegment: String?, writer: PackageWriter, manifests: Manifests) {
        self.plan = plan
        self.writer = writer
        self.manifests = manifests
        playlist = HLSMediaPlaylist(
            targetDuration: targetDuration, sampleRate: plan.form.sampleRate, mapURI: initSegment)
    }

    /// Names a segment that has been published.
    mutating func add(_ name: String, samples: Int) throws {
        playlist.append(uri: name, samples: samples)
        try writer.publishProvisional(playlist.rendered(), at: plan.playlistPath)
        guard !isAnnounced else { return }
        isAnnounced = true
        try manifests.announce(plan)
    }

    mutating func end() throws {
        playlist.state = .vod
        try writer.publish(playlist.rendered(), at: plan.playlistPath)
    }
}

extension RenditionPlan {
    var playlistPath: String { "\(directory)/index.m3u8" }
}
