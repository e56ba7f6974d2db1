internal import LatheAccess
internal import LatheCatalog
internal import LatheHTTP

extension Service {
    /// Where a track is played from. What is known of a track is kept for a few seconds; URLs are the caller's own.
    func streamTrack(_ call: Call) async throws -> Response {
        try call.authorize(.streamTrack, isOwn: false)
        let id = call.parameter("id")
        let catalog = parts.catalog
        switch try await streams.answer(for: id, orAsking: { try await catalog.stream(of: id) }) {
        case .unknown: throw Problem.notFound()
        case .deleted: throw Problem.gone
        case .notReady:
            throw Problem(
                409, detail: "There is nothing to hear yet; the track is being made.", headers: ["Retry-After": "2"])
        case .ready(let stream):
            let links = try delivery.links(to: stream, for: call.principal.subject, at: parts.now())
            return try Answer(StreamDocument(stream, links), isSecret: true).response
        }
    }
}

/// Where a track is played from, until a moment.
private struct StreamDocument: Encodable {
    /// What any player can take: a whole file where there is one.
    let trackUrl: String?
    let albumId: String?
    let title: String
    let hlsUrl: String?
    let dashUrl: String?
    /// By the names of renditions.
    let progressive: [String: String]
    let waveformUrl: String
    let loudness: LoudnessDocument
    let durationSeconds: Double
    let expiresAt: String

    init(_ stream: LatheCatalog.Stream, _ links: StreamLinks) {
        let best =
            stream.renditions.last { $0.codec == "aac" && $0.progressive != nil }
            ?? stream.renditions.last { $0.progressive != nil }
        trackUrl = best.flatMap { links.progressive[$0.name] } ?? links.hls
        albumId = stream.albumID
        title = stream.title
        hlsUrl = links.hls
        dashUrl = links.dash
        progressive = links.progressive
        waveformUrl = links.waveform
        loudness = LoudnessDocument(stream)
        durationSeconds = stream.duration
        expiresAt = timestamp(links.expiresAt)
    }
}
