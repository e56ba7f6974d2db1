internal import LatheAccess
internal import LatheCatalog
internal import LatheDatabase
internal import LatheHTTP

extension Service {
    var searchEndpoint: Endpoint { .get("/search", search) }

    private func search(_ call: Call) async throws -> Response {
        try call.authorize(.search)
        guard let text = call.request.query["q"], (1...200).contains(text.unicodeScalars.count) else {
            throw Problem.malformed("q is needed: 1 to 200 characters to look for.")
        }
        let limit = try PageQuery(call.request.query, most: 50, default: 20).limit
        let found = try await parts.catalog.search(text, limit: limit)
        return try await read { connection in
            try Answer(
                SearchDocument(
                    tracks: documents(of: found.tracks.map(\.id), for: call, in: connection),
                    albums: parts.catalog.documents(of: found.albums, in: connection),
                    artists: parts.catalog.documents(
                        of: found.artists, for: call.principal.subject, in: connection)))
        }.response
    }
}

/// What a search found.
private struct SearchDocument: Encodable {
    let tracks: [TrackDocument]
    let albums: [AlbumDocument]
    let artists: [ArtistDocument]
}
