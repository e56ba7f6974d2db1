internal import LatheAccess
internal import LatheCatalog
internal import LatheDatabase
internal import LatheHTTP

extension Catalog {
    /// The artist that a path names, for a caller who may do this to it.
    ///
    /// - Returns: with it whether the caller is a member.
    /// - Throws: `Problem` with status 404 or 403.
    func artist(
        for call: Call, to action: Action, in connection: Connection
    ) throws -> (artist: Artist, isOwn: Bool) {
        guard let artist = try artist(call.parameter("id"), in: connection) else {
            // Who may do it to nobody's artist is told nothing of this one either.
            try call.authorize(action)
            throw Problem.notFound()
        }
        let isOwn = try isMember(call.principal.subject, of: artist.id, in: connection)
        try call.authorize(action, isOwn: isOwn)
        return (artist, isOwn)
    }

    func documents(
        of artists: [Artist], for subject: String, in connection: Connection
    ) throws -> [ArtistDocument] {
        let own = try memberships(of: subject, among: Set(artists.map(\.id)), in: connection)
        return artists.map { ArtistDocument($0, isOwn: own.contains($0.id)) }
    }
}
