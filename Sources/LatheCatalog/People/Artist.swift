internal import LatheDatabase

/// Whom albums are by. Its members own them together.
public struct Artist: Sendable, Equatable, Identifiable {
    /// A UUIDv7.
    public let id: String
    /// For people; several artists may have the same.
    public let name: String
    /// Rises with every change.
    public let version: Int
    /// Milliseconds since 1970.
    public let createdAt: Int64
    /// Milliseconds since 1970.
    public let updatedAt: Int64
}

/// What the deletion of something came to that others lie in.
public enum Deletion<Value: Sendable>: Sendable {
    /// It is gone.
    case deleted(Value)
    /// It does not exist, or is none of the actor's business.
    case notFound
    /// It is not in the version that was to be deleted.
    case conflict(current: Value)
    /// There is something in it: delete that first.
    case notEmpty
}

extension Deletion: Equatable where Value: Equatable {}

extension Deletion {
    init(_ change: Change<Value>) {
        switch change {
        case .done(let value): self = .deleted(value)
        case .notFound: self = .notFound
        case .conflict(let current): self = .conflict(current: current)
        }
    }
}

extension Artist: Record {
    static let table: SQL = "artists"
    static let columns: SQL = "id, name, version, created_at, updated_at"

    init(_ row: Row) throws {
        self.init(
            id: try row["id"], name: try row["name"], version: try row["version"], createdAt: try row["created_at"],
            updatedAt: try row["updated_at"])
    }
}
