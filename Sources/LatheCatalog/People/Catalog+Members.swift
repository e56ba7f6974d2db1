public import LatheDatabase

extension Catalog {
    /// Whether the subject is a member of the artist.
    public func isMember(_ subject: String, of artist: Artist.ID, in connection: Connection) throws -> Bool {
        try connection.first(
            """
            SELECT 1 AS one FROM artist_members
            WHERE artist_id = \(artist) AND subject = \(subject) AND deleted_at IS NULL
            """) != nil
    }

    /// The members of an artist, at most a thousand, in the order of their subjects.
    public func members(of artist: Artist.ID, in connection: Connection) throws -> [String] {
        try connection.rows(
            """
            SELECT subject FROM artist_members WHERE artist_id = \(artist) AND deleted_at IS NULL
            ORDER BY subject LIMIT 1000
            """
        ).map { try $0["subject"] }
    }

    /// A page of the artists that a subject is a member of.
    public func artists(
        of subject: String, _ request: PageRequest, in connection: Connection
    ) throws -> Page<Artist> {
        try connection.page(request, where: Actor(subject).isMember(of: "artists.id"))
    }

    /// Those among these artists that the subject is a member of.
    public func memberships(
        of subject: String, among artists: Set<Artist.ID>, in connection: Connection
    ) throws -> Set<Artist.ID> {
        let rows = try connection.rows(
            """
            SELECT artist_id FROM artist_members
            WHERE subject = \(subject) AND deleted_at IS NULL AND artist_id IN (\(list: artists.sorted()))
            """)
        return Set(try rows.map { try $0["artist_id"] })
    }

    /// The artists that a subject is a member of, at most a thousand, in the order in which they were made.
    public func artists(of subject: String, in connection: Connection) throws -> [Artist] {
        try connection.rows(
            """
            SELECT \(sql: Artist.columns) FROM artists
            WHERE deleted_at IS NULL AND id IN (
                SELECT artist_id FROM artist_members WHERE subject = \(subject) AND deleted_at IS NULL)
            ORDER BY created_at, id LIMIT 1000
            """
        ).map(Artist.init)
    }

    /// Makes a subject a member of an artist; it may be one already.
    /// - Returns: false where the artist does not exist, or the actor is no member of it.
    public func addMember(
        _ subject: String, to artist: Artist.ID, by actor: Actor, in connection: Connection
    ) throws -> Bool {
        let found: Artist? = try connection.find(artist, where: actor.isMember(of: "artists.id"), .shared)
        guard found != nil else { return false }
        try join(artist, subject, in: connection)
        return true
    }

    func join(_ artist: Artist.ID, _ subject: String, in connection: Connection) throws {
        let now = connection.dialect.now
        try connection.execute(
            """
            INSERT INTO artist_members (artist_id, subject, created_at, updated_at)
            VALUES (\(artist), \(subject), \(sql: now), \(sql: now))
            ON CONFLICT (artist_id, subject) DO UPDATE SET deleted_at = NULL, updated_at = excluded.updated_at
            WHERE artist_members.deleted_at IS NOT NULL
            """)
    }

    /// Ends a membership. An artist without members is left to administrators.
    /// - Returns: false where there is none, or the actor is no member of the artist.
    public func removeMember(
        _ subject: String, from artist: Artist.ID, by actor: Actor, in connection: Connection
    ) throws -> Bool {
        let found: Artist? = try connection.find(artist, where: actor.isMember(of: "artists.id"))
        guard found != nil else { return false }
        let now = connection.dialect.now
        return try connection.execute(
            """
            UPDATE artist_members SET deleted_at = \(sql: now), updated_at = \(sql: now)
            WHERE artist_id = \(artist) AND subject = \(subject) AND deleted_at IS NULL
            """) > 0
    }
}
