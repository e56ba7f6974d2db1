internal import LatheAccess
internal import LatheCatalog
internal import LatheDatabase
internal import LatheHTTP
internal import LatheJobs

extension Service {
    var trackEndpoints: [Endpoint] {
        [
            .change(.post, "/tracks", registerTrack), .get("/tracks/:id", readTrack),
            .change(.patch, "/tracks/:id", changeTrack), .change(.delete, "/tracks/:id", deleteTrack),
            .get("/albums/:id/tracks", listTracksOfAlbum), Endpoint(.get, "/tracks/:id/stream", .stream, streamTrack),
        ]
    }

    private func readTrack(_ call: Call) async throws -> Response {
        try await read { connection in
            let track = try existingTrack(call, in: connection)
            try call.authorize(.readTrack, isOwn: isOwn(track, call, in: connection))
            return try answer(with: track, for: call, in: connection)
        }.response
    }

    private func listTracksOfAlbum(_ call: Call) async throws -> Response {
        // The order in which they were put there: the album's.
        let page = try PageQuery(call.request.query).request(.oldest)
        return try await read { connection in
            let album = try parts.catalog.album(for: call, to: .readTrack, in: connection)
            let tracks = try parts.catalog.tracks(on: album.id, page, in: connection)
            return try Answer(
                PageDocument(
                    items: documents(of: tracks.items.map(\.id), for: call, in: connection),
                    next: tracks.next?.description))
        }.response
    }

    private func registerTrack(_ call: Call) async throws -> Response {
        try call.authorize(.createTrack)
        let fields = try await RequestFields(call.request, ["albumId", "title", "trackUrl"])
        let (albumID, title) = (try fields.id("albumId"), try fields.name("title"))
        let preparation = { try await master(fields, of: call) }
        return try await changeOnce(call, fields.bytes, after: preparation) { connection, master in
            guard let album = try parts.catalog.album(albumID, in: connection) else {
                throw Problem.notFound("/albumId")
            }
            let isOwn = try parts.catalog.isMember(call.principal.subject, of: album.artistID, in: connection)
            try call.authorize(.createTrack, isOwn: isOwn)
            let outcome = try parts.catalog.createTrack(
                titled: title, on: album.id, from: master, by: call.actor, in: connection)
            let track = try accept(outcome, lacking: "/albumId", in: connection)
            return try answer(with: track, for: call, true, in: connection)
        }
    }

    private func changeTrack(_ call: Call) async throws -> Response {
        try call.authorize(.editTrack)
        let fields = try await RequestFields(call.request, ["albumId", "title", "trackUrl"])
        let edit = TrackEdit(
            title: fields.has("title") ? try fields.name("title") : nil,
            albumID: fields.has("albumId") ? try fields.id("albumId") : nil)
        let preparation = { fields.has("trackUrl") ? try await master(fields, of: call) : nil }
        let condition = try Precondition(call.request)
        let response = try await changeOnce(call, fields.bytes, after: preparation) { connection, master in
            let current = try ownTrack(call, to: .editTrack, in: connection)
            let version = try condition.version(given: current.version)
            let track = try apply(edit, master, to: current, ifVersion: version, for: call, in: connection)
            return try answer(with: track, for: call, in: connection)
        }
        streams.forget(call.parameter("id"))
        return response
    }

    private func deleteTrack(_ call: Call) async throws -> Response {
        let condition = try Precondition(call.request)
        let response = try await change { connection in
            let current = try ownTrack(call, to: .deleteTrack, in: connection)
            let version = try condition.version(given: current.version)
            let (deletion, jobs) = try parts.catalog.deleteTrack(
                current.id, ifVersion: version, by: call.actor, in: connection)
            let track = try deletion.value
            for job in jobs { try parts.queue.cancel(job, in: connection) }
            return try Answer(DeletedDocument(id: track.id))
        }
        streams.forget(call.parameter("id"))
        return response
    }
}

// MARK: - Who may

extension Service {
    /// The track that a path names.
    /// - Throws: `Problem` with status 404, or 410 for one that was deleted.
    private func existingTrack(_ call: Call, in connection: Connection) throws -> Track {
        let id = call.parameter("id")
        guard let track = try parts.catalog.overviews(of: [id], in: connection).first?.track else {
            try call.authorize(.readTrack)
            throw Problem.notFound()
        }
        guard track.deletedAt == nil else {
            try call.authorize(.readTrack)
            throw Problem.gone
        }
        return track
    }

    /// The track that a path names, for a caller who may do this to it.
    private func ownTrack(_ call: Call, to action: Action, in connection: Connection) throws -> Track {
        guard let track = try parts.catalog.track(call.parameter("id"), in: connection) else {
            try call.authorize(action)
            throw Problem.notFound()
        }
        try call.authorize(action, isOwn: isOwn(track, call, in: connection))
        return track
    }

    private func isOwn(_ track: Track, _ call: Call, in connection: Connection) throws -> Bool {
        let caller = Actor(call.principal.subject)
        return try parts.catalog.track(track.id, ownedBy: caller, in: connection) != nil
    }
}

extension Problem {
    static let gone = Problem(410, detail: "It was deleted.")
}
