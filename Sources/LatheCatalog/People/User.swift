internal import LatheDatabase

/// Someone who may sign in.
///
/// Tokens name people by subject, whoever issued them; so do memberships, playlists and uploads. Those who are known only
/// by their tokens need no row here.
public struct User: Sendable, Equatable, Identifiable {
    /// A UUIDv7.
    public let id: String
    /// What their tokens call them; two users never have the same.
    public let subject: String
    /// For people.
    public let name: String
    /// As the service spells it: `listener`, `artist`, `admin`, `worker`.
    public let role: String
    /// Of a local user, in the encoding of argon2 (`$argon2id$…`).
    public let passwordHash: String?
    /// Rises with every change.
    public let version: Int
    /// Milliseconds since 1970.
    public let createdAt: Int64
    /// Milliseconds since 1970.
    public let updatedAt: Int64
}

/// What a new user is given, or a known one from now on.
public struct UserDetails: Sendable, Equatable {
    /// For people.
    public var name: String
    /// As the service spells it.
    public var role: String
    /// Nil where others check who they are.
    public var passwordHash: String?

    /// Says who someone is.
    public init(name: String, role: String, passwordHash: String? = nil) {
        self.name = name
        self.role = role
        self.passwordHash = passwordHash
    }
}

/// What the making of a user came to.
public enum UserCreation: Sendable, Equatable {
    /// There is one more.
    case created(User)
    /// The subject is someone's already, or was until they were deleted.
    case taken
}

extension User: Record {
    static let table: SQL = "users"
    static let columns: SQL = "id, subject, name, role, password_hash, version, created_at, updated_at"

    init(_ row: Row) throws {
        self.init(
            id: try row["id"], subject: try row["subject"], name: try row["name"], role: try row["role"],
            passwordHash: try row["password_hash"], version: try row["version"], createdAt: try row["created_at"],
            updatedAt: try row["updated_at"])
    }
}
