internal import LatheDatabase

/// An address that somebody wants to be told of news at.
public struct Webhook: Sendable, Equatable, Identifiable {
    /// A UUIDv7.
    public let id: String
    /// Whose it is.
    public let owner: String
    /// Where to.
    public let url: String
    /// Which news; none for all of them.
    public let topics: [String]
    /// What deliveries are signed with.
    public let secret: String
    /// Milliseconds since 1970.
    public let createdAt: Int64
    /// Milliseconds since 1970.
    public let updatedAt: Int64
}

extension Webhook {
    static let columns: SQL = "id, owner, url, topics, secret, created_at, updated_at"

    init(_ row: Row) throws {
        let topics: String = try row["topics"]
        self.init(
            id: try row["id"], owner: try row["owner"], url: try row["url"],
            topics: topics.split(separator: " ").map(String.init), secret: try row["secret"],
            createdAt: try row["created_at"], updatedAt: try row["updated_at"])
    }
}

/// News on their way to a webhook.
public struct WebhookDelivery: Sendable, Equatable {
    /// Where to, and how signed.
    public let webhook: Webhook
    /// By which the receiver knows what it has seen already.
    public let newsID: String
    /// The id of what it tells of: news of one come in their order.
    public let subject: String
    /// JSON, the same in each attempt.
    public let body: String
    /// Attempts before this one.
    public let attempt: Int
    /// Milliseconds since 1970: when it was first to be sent.
    public let createdAt: Int64
}
