internal import LatheDatabase

/// Who does something: the subject of a token, and whether it may do so to what others own.
///
/// Roles are the service's business. The catalogue only makes sure that an object is the actor's own in the same
/// statement that reads or changes it; one that is not is not found.
public struct Actor: Sendable, Equatable {
    /// What the token calls it.
    public let subject: String
    /// An administrator, or the system itself.
    public let isUnrestricted: Bool

    /// - Parameter isUnrestricted: whether ownership is not asked for.
    public init(_ subject: String, isUnrestricted: Bool = false) {
        self.subject = subject
        self.isUnrestricted = isUnrestricted
    }

    /// True where the actor is a member of the artist.
    /// - Parameter artist: an expression for the artist's id.
    func isMember(of artist: SQL) -> SQL {
        isUnrestricted
            ? "1 = 1"
            : """
            EXISTS (
                SELECT 1 FROM artist_members
                WHERE artist_members.artist_id = \(sql: artist) AND artist_members.subject = \(subject)
                    AND artist_members.deleted_at IS NULL
            )
            """
    }

    /// True where the actor is a member of the artist of the album.
    /// - Parameter album: an expression for the album's id.
    func isMember(ofArtistOf album: SQL) -> SQL {
        isUnrestricted
            ? "1 = 1"
            : """
            EXISTS (
                SELECT 1 FROM albums JOIN artist_members ON artist_members.artist_id = albums.artist_id
                WHERE albums.id = \(sql: album) AND artist_members.subject = \(subject)
                    AND artist_members.deleted_at IS NULL
            )
            """
    }

    /// True where the actor is the owner.
    func owns(_ owner: SQL) -> SQL { isUnrestricted ? "1 = 1" : "\(sql: owner) = \(subject)" }
}
