internal import LatheCatalog

/// An artist, as clients see it.
struct ArtistDocument: Encodable, Sendable {
    let id: String
    let createdAt: String
    let updatedAt: String
    let name: String
    /// The caller is a member.
    let owned: Bool

    init(_ artist: Artist, isOwn: Bool) {
        id = artist.id
        createdAt = timestamp(artist.createdAt)
        updatedAt = timestamp(artist.updatedAt)
        name = artist.name
        owned = isOwn
    }
}
