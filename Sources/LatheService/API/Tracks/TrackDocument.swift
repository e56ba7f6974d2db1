internal import LatheAccess
internal import LatheCatalog
internal import LatheDatabase
internal import LatheJobs

/// A track, as clients see it.
struct TrackDocument: Encodable, Sendable {
    let id: String
    let createdAt: String
    let updatedAt: String
    let albumId: String?
    let albumTitle: String?
    let artistId: String?
    let artistName: String?
    let title: String
    let state: String
    /// 0 to 1, of the newest revision.
    let progress: Double
    let remainingSeconds: Double?
    /// Why the newest revision cannot be made.
    let failure: FailureDocument?
    /// The one that is heard.
    let revision: String?
    let durationSeconds: Double?
    let loudness: LoudnessDocument?
    let renditions: [RenditionDocument]
    let waveformUrl: String?
    let owned: Bool

    /// - Parameter job: what makes the newest revision; nil once that is published.
    init(_ overview: TrackOverview, job: Job?, waveform: String?, isOwn: Bool) {
        let (track, published) = (overview.track, overview.published)
        id = track.id
        createdAt = timestamp(track.createdAt)
        updatedAt = timestamp(track.updatedAt)
        albumId = track.albumID
        albumTitle = overview.albumTitle
        artistId = overview.artist?.id
        artistName = overview.artist?.name
        title = track.title
        failure = job?.lastFailure.map(FailureDocument.init)
        let state: TrackState = published != nil ? .ready : failure != nil ? .failed : .processing
        self.state = state.rawValue
        progress = job.map { min(max($0.progress.fraction, 0), 1) } ?? (published == nil ? 0 : 1)
        remainingSeconds = failure != nil ? nil : job?.progress.remaining.map { Double(max(0, $0)) / 1000 }
        revision = track.currentRevision
        durationSeconds = published?.duration
        loudness = published.map(LoudnessDocument.init)
        renditions = published?.renditions.map(RenditionDocument.init) ?? []
        waveformUrl = waveform
        owned = isOwn
    }
}

/// How loud a track is.
struct LoudnessDocument: Encodable, Sendable {
    /// LUFS; nil for silence.
    let integrated: Double?
    /// dBTP; nil for silence.
    let truePeak: Double?

    init(_ stream: LatheCatalog.Stream) {
        integrated = stream.loudness
        truePeak = stream.truePeak
    }
}

/// One encoding of a track.
struct RenditionDocument: Encodable, Sendable {
    let name: String
    let codec: String
    let bitsPerSecond: Int
    let sampleRate: Int
    let channels: Int

    init(_ rendition: PublishedPackage.Rendition) {
        name = rendition.name
        codec = rendition.codec
        bitsPerSecond = rendition.bitsPerSecond
        sampleRate = rendition.sampleRate
        channels = rendition.channels
    }
}
