internal import LatheDatabase

/// Something that has happened, for whoever wants to know: an event of the outbox.
public struct News: Sendable, Equatable {
    /// Rises from one to the next, with gaps. What is read later has a higher one.
    public let position: Int64
    /// A UUIDv7, by which a receiver knows what it has seen already.
    public let id: String
    /// `track.ready`.
    public let topic: String
    /// Whose: the artist's id, or what `lathe enqueue` was told.
    public let tenant: String
    /// The id of what it tells of.
    public let subject: String
    /// JSON.
    public let payload: String
    /// Milliseconds since 1970.
    public let createdAt: Int64
}

extension News {
    static let columns: SQL = "position, id, topic, tenant, subject, payload, created_at"

    init(_ row: Row) throws {
        self.init(
            position: try row["position"], id: try row["id"], topic: try row["topic"], tenant: try row["tenant"],
            subject: try row["subject"], payload: try row["payload"], createdAt: try row["created_at"])
    }
}

/// The payload of what becomes of a track by its owner's hand.
struct TrackNews: Codable, Equatable {
    let track: String
    let album: String?
    let version: Int
}
