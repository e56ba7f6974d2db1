internal import LatheCatalog
internal import LatheDatabase
internal import LatheHTTP

/// An album, as clients see it.
struct AlbumDocument: Encodable, Sendable {
    let id: String
    let createdAt: String
    let updatedAt: String
    let artistId: String
    let artistName: String
    let title: String
    let releasedOn: String?
    let trackCount: Int

    init(_ album: Album, by artist: String, trackCount: Int) {
        id = album.id
        createdAt = timestamp(album.createdAt)
        updatedAt = timestamp(album.updatedAt)
        artistId = album.artistID
        artistName = artist
        title = album.name
        releasedOn = album.releasedOn
        self.trackCount = trackCount
    }
}

extension Catalog {
    func documents(of albums: [Album], in connection: Connection) throws -> [AlbumDocument] {
        let artists = try artists(Set(albums.map(\.artistID)), in: connection)
        let counts = try trackCounts(of: albums.map(\.id), in: connection)
        return albums.map { album in
            AlbumDocument(album, by: artists[album.artistID]?.name ?? "", trackCount: counts[album.id] ?? 0)
        }
    }

    func answer(
        with album: Album, _ isNew: Bool = false, in connection: Connection
    ) throws -> Answer {
        let document = try documents(of: [album], in: connection)[0]
        return try Answer(
            document, isNew ? 201 : 200, version: album.version, location: isNew ? "/albums/\(album.id)" : nil)
    }
}
