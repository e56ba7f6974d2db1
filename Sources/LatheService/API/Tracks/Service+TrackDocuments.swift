internal import LatheAccess
internal import LatheCatalog
internal import LatheDatabase
internal import LatheHTTP
internal import LatheJobs

extension Service {
    /// Tracks as the caller sees them: four statements, however many there are.
    func documents(
        of tracks: [Track.ID], for call: Call, in connection: Connection
    ) throws -> [TrackDocument] {
        let overviews = try parts.catalog.overviews(of: tracks, in: connection)
        let jobs = try parts.queue.jobs(overviews.compactMap(\.pendingJob), in: connection)
        let artists = Set(overviews.compactMap { $0.artist?.id })
        let own = try parts.catalog.memberships(of: call.principal.subject, among: artists, in: connection)
        let (delivery, now) = (delivery, parts.now())
        return try overviews.map { overview in
            let links = try overview.published.map {
                try delivery.links(to: $0, for: call.principal.subject, at: now)
            }
            return TrackDocument(
                overview, job: overview.pendingJob.flatMap { jobs[$0] }, waveform: links?.waveform,
                isOwn: overview.artist.map { own.contains($0.id) } ?? false)
        }
    }

    func answer(
        with track: Track, for call: Call, _ isNew: Bool = false, in connection: Connection
    ) throws -> Answer {
        guard let document = try documents(of: [track.id], for: call, in: connection).first else {
            throw CatalogError.vanished
        }
        return try Answer(
            document, isNew ? 201 : 200, version: track.version, location: isNew ? "/tracks/\(track.id)" : nil)
    }
}
