internal import LatheAccess
internal import LatheCatalog
internal import LatheDatabase
internal import LatheHTTP

extension Service {
    var albumEndpoints: [Endpoint] {
        [
            .get("/albums", listAlbums), .change(.post, "/albums", createAlbum), .get("/albums/:id", readAlbum),
            .change(.patch, "/albums/:id", changeAlbum), .change(.delete, "/albums/:id", deleteAlbum),
        ]
    }

    private func listAlbums(_ call: Call) async throws -> Response {
        try call.authorize(.readAlbum, isOwn: false)
        let page = try PageQuery(call.request.query).request(.newest)
        return try await read { [catalog = parts.catalog] connection in
            try Self.page(catalog.albums(page, in: connection), catalog, connection)
        }.response
    }

    func listAlbumsOfArtist(_ call: Call) async throws -> Response {
        let page = try PageQuery(call.request.query).request(.newest)
        return try await read { [catalog = parts.catalog] connection in
            let (artist, _) = try catalog.artist(for: call, to: .readAlbum, in: connection)
            return try Self.page(catalog.albums(of: artist.id, page, in: connection), catalog, connection)
        }.response
    }

    private static func page(_ page: Page<Album>, _ catalog: Catalog, _ connection: Connection) throws -> Answer {
        try Answer(
            PageDocument(
                items: catalog.documents(of: page.items, in: connection), next: page.next?.description))
    }

    private func createAlbum(_ call: Call) async throws -> Response {
        try call.authorize(.createAlbum)
        let fields = try await RequestFields(call.request, ["artistId", "title", "releasedOn"])
        let artistID = try fields.id("artistId")
        let details = AlbumDetails(name: try fields.name("title"), releasedOn: try fields.day("releasedOn"))
        return try await changeOnce(call, fields.bytes) { [catalog = parts.catalog] connection in
            guard try catalog.artist(artistID, in: connection) != nil else { throw Problem.notFound("/artistId") }
            let isOwn = try catalog.isMember(call.principal.subject, of: artistID, in: connection)
            try call.authorize(.createAlbum, isOwn: isOwn)
            let album = try catalog.createAlbum(details, of: artistID, by: call.actor, in: connection)
            guard let album else { throw Problem.notFound("/artistId") }
            return try catalog.answer(with: album, true, in: connection)
        }
    }

    private func readAlbum(_ call: Call) async throws -> Response {
        try await read { [catalog = parts.catalog] connection in
            let album = try catalog.album(for: call, to: .readAlbum, in: connection)
            return try catalog.answer(with: album, in: connection)
        }.response
    }

    private func changeAlbum(_ call: Call) async throws -> Response {
        let fields = try await RequestFields(call.request, ["title", "releasedOn"])
        let title = fields.has("title") ? try fields.name("title") : nil
        let releasedOn = try fields.day("releasedOn")
        let condition = try Precondition(call.request)
        return try await change { [catalog = parts.catalog] connection in
            let current = try catalog.album(for: call, to: .editAlbum, in: connection)
            let version = try condition.version(given: current.version)
            guard title != nil || fields.has("releasedOn") else {
                return try catalog.answer(with: current, in: connection)
            }
            let details = AlbumDetails(
                name: title ?? current.name,
                releasedOn: fields.has("releasedOn") ? releasedOn : current.releasedOn)
            // Of what was not said the version that was read is kept: nothing that came between is undone.
            let album = try catalog.updateAlbum(
                current.id, to: details, ifVersion: version ?? current.version, by: call.actor, in: connection
            ).value
            return try catalog.answer(with: album, in: connection)
        }
    }

    private func deleteAlbum(_ call: Call) async throws -> Response {
        let condition = try Precondition(call.request)
        return try await change { [catalog = parts.catalog] connection in
            let current = try catalog.album(for: call, to: .deleteAlbum, in: connection)
            let version = try condition.version(given: current.version)
            let deletion = try catalog.deleteAlbum(current.id, ifVersion: version, by: call.actor, in: connection)
            return try Answer(DeletedDocument(id: deletion.value(besides: "tracks").id))
        }
    }
}

extension Catalog {
    /// The album that a path names, for a caller who may do this to it.
    /// - Throws: `Problem` with status 404 or 403.
    func album(for call: Call, to action: Action, in connection: Connection) throws -> Album {
        guard let album = try album(call.parameter("id"), in: connection) else {
            try call.authorize(action)
            throw Problem.notFound()
        }
        try call.authorize(action, isOwn: isMember(call.principal.subject, of: album.artistID, in: connection))
        return album
    }
}
