internal import LatheAccess
internal import LatheCatalog
internal import LatheDatabase
internal import LatheHTTP

/// A playlist, as clients see it.
struct PlaylistDocument: Encodable, Sendable {
    let id: String
    let createdAt: String
    let updatedAt: String
    let name: String
    let isPublic: Bool
    let owned: Bool
    let trackCount: Int

    init(_ playlist: Playlist, isOwn: Bool, trackCount: Int) {
        id = playlist.id
        createdAt = timestamp(playlist.createdAt)
        updatedAt = timestamp(playlist.updatedAt)
        name = playlist.name
        isPublic = playlist.isPublic
        owned = isOwn
        self.trackCount = trackCount
    }
}

extension Catalog {
    func documents(
        of playlists: [Playlist], for subject: String, in connection: Connection
    ) throws -> [PlaylistDocument] {
        let counts = try trackCounts(ofPlaylists: playlists.map(\.id), in: connection)
        return playlists.map {
            PlaylistDocument($0, isOwn: $0.owner == subject, trackCount: counts[$0.id] ?? 0)
        }
    }

    func answer(
        with playlist: Playlist, for call: Call, _ isNew: Bool = false, in connection: Connection
    ) throws -> Answer {
        let document = try documents(of: [playlist], for: call.principal.subject, in: connection)[0]
        return try Answer(
            document, isNew ? 201 : 200, version: playlist.version,
            location: isNew ? "/playlists/\(playlist.id)" : nil)
    }
}
