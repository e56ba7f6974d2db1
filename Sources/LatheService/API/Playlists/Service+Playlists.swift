internal import LatheAccess
internal import LatheCatalog
internal import LatheDatabase
internal import LatheHTTP

extension Service {
    var playlistEndpoints: [Endpoint] {
        [
            .get("/playlists", listPlaylists), .change(.post, "/playlists", createPlaylist),
            .get("/playlists/:id", readPlaylist), .change(.patch, "/playlists/:id", changePlaylist),
            .change(.delete, "/playlists/:id", deletePlaylist),
            .get("/playlists/:id/tracks", listTracksOfPlaylist),
            .change(.put, "/playlists/:id/tracks", limits: RouteLimits(body: orderLimit), orderPlaylist),
        ]
    }

    /// Bytes of the longest playlist's identifiers, with room for white space.
    var orderLimit: Int { Playlist.maximumLength * 100 }

    private func listPlaylists(_ call: Call) async throws -> Response {
        try call.authorize(.readPlaylist, isOwn: false)
        let page = try PageQuery(call.request.query).request(.newest)
        return try await read { [catalog = parts.catalog] connection in
            let playlists = try catalog.playlists(for: call.actor, page, in: connection)
            return try Answer(
                PageDocument(
                    items: catalog.documents(of: playlists.items, for: call.principal.subject, in: connection),
                    next: playlists.next?.description))
        }.response
    }

    private func createPlaylist(_ call: Call) async throws -> Response {
        try call.authorize(.createPlaylist)
        let fields = try await RequestFields(call.request, ["name", "isPublic"])
        let (name, isPublic) = (try fields.name("name"), try fields.flag("isPublic") ?? false)
        return try await changeOnce(call, fields.bytes) { [catalog = parts.catalog] connection in
            let playlist = try catalog.createPlaylist(
                named: name, isPublic: isPublic, by: call.actor, in: connection)
            return try catalog.answer(with: playlist, for: call, true, in: connection)
        }
    }

    private func readPlaylist(_ call: Call) async throws -> Response {
        try await read { [catalog = parts.catalog] connection in
            let playlist = try catalog.playlist(for: call, to: .readPlaylist, in: connection)
            return try catalog.answer(with: playlist, for: call, in: connection)
        }.response
    }

    private func changePlaylist(_ call: Call) async throws -> Response {
        let fields = try await RequestFields(call.request, ["name", "isPublic"])
        let name = fields.has("name") ? try fields.name("name") : nil
        let isPublic = try fields.flag("isPublic")
        let condition = try Precondition(call.request)
        return try await change { [catalog = parts.catalog] connection in
            let current = try catalog.playlist(for: call, to: .editPlaylist, in: connection)
            let version = try condition.version(given: current.version)
            guard name != nil || isPublic != nil else {
                return try catalog.answer(with: current, for: call, in: connection)
            }
            let playlist = try catalog.updatePlaylist(
                current.id, name: name ?? current.name, isPublic: isPublic ?? current.isPublic,
                ifVersion: version ?? current.version, by: call.actor, in: connection
            ).value
            return try catalog.answer(with: playlist, for: call, in: connection)
        }
    }

    private func deletePlaylist(_ call: Call) async throws -> Response {
        let condition = try Precondition(call.request)
        return try await change { [catalog = parts.catalog] connection in
            let current = try catalog.playlist(for: call, to: .deletePlaylist, in: connection)
            let version = try condition.version(given: current.version)
            let deleted = try catalog.deletePlaylist(
                current.id, ifVersion: version, by: call.actor, in: connection
            ).value
            return try Answer(DeletedDocument(id: deleted.id))
        }
    }
}

extension Catalog {
    /// The playlist that a path names, for a caller who may do this to it: others' private ones do not exist for most.
    func playlist(for call: Call, to action: Action, in connection: Connection) throws -> Playlist {
        let everyones = Actor(call.principal.subject, isUnrestricted: true)
        guard let playlist = try playlist(call.parameter("id"), for: everyones, in: connection) else {
            try call.authorize(action, isOwn: false, isPublic: false)
            throw Problem.notFound()
        }
        try call.authorize(
            action, isOwn: playlist.owner == call.principal.subject, isPublic: playlist.isPublic)
        return playlist
    }
}
