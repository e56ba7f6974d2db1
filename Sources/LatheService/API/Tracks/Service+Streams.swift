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
            return Answer(secret: JSONObjectText(stream, links)).response
        }
    }
}

extension JSONObjectText {
    /// Where a track is played from, until a moment.
    fileprivate init(_ stream: LatheCatalog.Stream, _ links: StreamLinks) {
        self.init()
        add("trackUrl", Self.bestFile(of: stream, links) ?? links.hls)
        add("albumId", stream.albumID)
        add("title", stream.title)
        add("hlsUrl", links.hls)
        add("dashUrl", links.dash)
        var files = JSONObjectText()
        for (name, url) in links.progressive { files.add(name, url) }
        add("progressive", files)
        add("waveformUrl", links.waveform)
        var loudness = JSONObjectText()
        loudness.add("integrated", stream.loudness)
        loudness.add("truePeak", stream.truePeak)
        add("loudness", loudness)
        add("durationSeconds", stream.duration)
        add("expiresAt", timestamp(links.expiresAt))
    }

    /// What any player can take: a whole file, where there is one.
    private static func bestFile(of stream: LatheCatalog.Stream, _ links: StreamLinks) -> String? {
        let files = stream.renditions.filter { $0.progressive != nil }
        return (files.last { $0.codec == "aac" } ?? files.last).flatMap { links.progressive[$0.name] }
    }
}
