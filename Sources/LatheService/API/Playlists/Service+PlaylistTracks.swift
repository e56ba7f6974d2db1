internal import LatheAccess
internal import LatheCatalog
internal import LatheDatabase
internal import LatheHTTP

extension Service {
    func listTracksOfPlaylist(_ call: Call) async throws -> Response {
        let page = try PageQuery(call.request.query)
        let start = try page.cursor.map {
            guard let position = Int64($0), position >= 0, String(position) == $0 else { throw PageQuery.foreignCursor }
            return position
        }
        return try await read { connection in
            let playlist = try parts.catalog.playlist(for: call, to: .readPlaylist, in: connection)
            let entries = try parts.catalog.entries(
                of: playlist.id, after: start, limit: page.limit + 1, in: connection)
            let shown = entries.prefix(page.limit)
            return try Answer(
                PageDocument(
                    items: documents(of: shown.map(\.track.id), for: call, in: connection),
                    next: entries.count > page.limit ? shown.last.map { "\($0.position)" } : nil))
        }.response
    }

    func orderPlaylist(_ call: Call) async throws -> Response {
        let fields = try await RequestFields(call.request, ["trackIds"], limit: orderLimit)
        let tracks = try fields.ids("trackIds", atMost: Playlist.maximumLength)
        let condition = try Precondition(call.request)
        return try await change { [catalog = parts.catalog] connection in
            let current = try catalog.playlist(for: call, to: .editPlaylist, in: connection)
            let version = try condition.version(given: current.version)
            let change = try catalog.setTracks(
                of: current.id, to: tracks, ifVersion: version, by: call.actor, in: connection)
            return try catalog.answer(with: change.playlist(of: tracks), for: call, in: connection)
        }
    }
}

extension PlaylistChange {
    /// What became of it.
    /// - Parameter tracks: that it was to have, to tell which of them there is not.
    fileprivate func playlist(of tracks: [Track.ID]) throws -> Playlist {
        switch self {
        case .done(let playlist): return playlist
        case .notFound: throw Problem.notFound()
        case .conflict: throw Problem.changedMeanwhile
        case .tooLong:
            throw Problem.invalid("/trackIds", "It may have at most \(Playlist.maximumLength) items.")
        case .unknownTracks(let unknown):
            let index = unknown.first.flatMap(tracks.firstIndex) ?? 0
            throw Problem.notFound("/trackIds/\(index)")
        }
    }
}
