internal import LatheAccess
internal import LatheCatalog
internal import LatheDatabase
internal import LatheHTTP

extension Service {
    var artistEndpoints: [Endpoint] {
        [
            .get("/artists", listArtists), .change(.post, "/artists", createArtist),
            .get("/artists/:id", readArtist), .change(.patch, "/artists/:id", changeArtist),
            .change(.delete, "/artists/:id", deleteArtist), .get("/artists/:id/albums", listAlbumsOfArtist),
            .change(.put, "/artists/:id/members/:subject", addMember),
            .change(.delete, "/artists/:id/members/:subject", removeMember),
        ]
    }

    private func listArtists(_ call: Call) async throws -> Response {
        try call.authorize(.readArtist, isOwn: false)
        let page = try PageQuery(call.request.query).request(.name)
        let isOwned = try call.request.query.flag("owned") ?? false
        let (catalog, subject) = (parts.catalog, call.principal.subject)
        return try await read { connection in
            let artists =
                isOwned
                ? try catalog.artists(of: subject, page, in: connection) : try catalog.artists(page, in: connection)
            return try Answer(
                PageDocument(
                    items: catalog.documents(of: artists.items, for: subject, in: connection),
                    next: artists.next?.description))
        }.response
    }

    private func createArtist(_ call: Call) async throws -> Response {
        try call.authorize(.createArtist)
        let fields = try await RequestFields(call.request, ["name"])
        let name = try fields.name("name")
        return try await changeOnce(call, fields.bytes) { [catalog = parts.catalog] connection in
            let artist = try catalog.createArtist(named: name, by: call.actor, in: connection)
            return try Answer(
                ArtistDocument(artist, isOwn: true), 201, version: artist.version, location: "/artists/\(artist.id)")
        }
    }

    private func readArtist(_ call: Call) async throws -> Response {
        try await read { [catalog = parts.catalog] connection in
            let (artist, isOwn) = try catalog.artist(for: call, to: .readArtist, in: connection)
            return try Answer(ArtistDocument(artist, isOwn: isOwn), version: artist.version)
        }.response
    }

    private func changeArtist(_ call: Call) async throws -> Response {
        let fields = try await RequestFields(call.request, ["name"])
        let name = fields.has("name") ? try fields.name("name") : nil
        let condition = try Precondition(call.request)
        return try await change { [catalog = parts.catalog] connection in
            let (current, isOwn) = try catalog.artist(for: call, to: .editArtist, in: connection)
            let version = try condition.version(given: current.version)
            let changed = try name.map {
                try catalog.renameArtist(
                    current.id, to: $0, ifVersion: version, by: call.actor, in: connection
                ).value
            }
            let artist = changed ?? current
            return try Answer(ArtistDocument(artist, isOwn: isOwn), version: artist.version)
        }
    }

    private func deleteArtist(_ call: Call) async throws -> Response {
        let condition = try Precondition(call.request)
        return try await change { [catalog = parts.catalog] connection in
            let (current, _) = try catalog.artist(for: call, to: .deleteArtist, in: connection)
            let version = try condition.version(given: current.version)
            let deletion = try catalog.deleteArtist(current.id, ifVersion: version, by: call.actor, in: connection)
            return try Answer(DeletedDocument(id: deletion.value(besides: "albums").id))
        }
    }

    private func addMember(_ call: Call) async throws -> Response {
        let subject = try call.memberSubject
        return try await change { [catalog = parts.catalog] connection in
            let (artist, _) = try catalog.artist(for: call, to: .editArtist, in: connection)
            guard try catalog.addMember(subject, to: artist.id, by: call.actor, in: connection) else {
                throw Problem.notFound()
            }
            return .nothing
        }
    }

    private func removeMember(_ call: Call) async throws -> Response {
        let subject = try call.memberSubject
        return try await change { [catalog = parts.catalog] connection in
            let (artist, _) = try catalog.artist(for: call, to: .editArtist, in: connection)
            try connection.takeTurn(at: "members of \(artist.id)")
            guard try catalog.members(of: artist.id, in: connection) != [subject] else {
                throw Problem(409, detail: "This is the artist's last member; add another one first.")
            }
            guard try catalog.removeMember(subject, from: artist.id, by: call.actor, in: connection) else {
                throw Problem.notFound()
            }
            return .nothing
        }
    }
}

extension Call {
    fileprivate var memberSubject: String {
        get throws {
            let subject = parameter("subject")
            guard (1...200).contains(subject.unicodeScalars.count), subject.utf8.count <= 255 else {
                throw Problem.malformed("A subject has 1 to 200 characters.")
            }
            return subject
        }
    }
}
