internal import LatheDatabase

/// What has a table of its own with an id, a version and a name, and is deleted by saying when.
protocol Record: Sendable, Identifiable where ID == String {
    static var table: SQL { get }
    /// Every column that `init(_:)` reads.
    static var columns: SQL { get }
    init(_ row: Row) throws
}

/// What a change of something came to.
public enum Change<Value: Sendable>: Sendable {
    /// As it is now.
    case done(Value)
    /// It does not exist, or is none of the actor's business.
    case notFound
    /// It is not in the version that the change was made for: someone else was faster.
    case conflict(current: Value)
}

extension Change: Equatable where Value: Equatable {}

extension Connection {
    /// What exists and meets the condition.
    func find<Value: Record>(_ id: Value.ID, where condition: SQL = "1 = 1", _ lock: Lock = .none) throws -> Value? {
        try first(
            """
            SELECT \(sql: Value.columns) FROM \(sql: Value.table)
            WHERE id = \(id) AND deleted_at IS NULL AND \(sql: condition)\(sql: lock.clause(for: dialect))
            """
        ).map(Value.init)
    }

    /// Changes what exists and meets the condition, if it is in the expected version.
    ///
    /// - Parameters:
    ///   - version: nil for whichever it is in.
    ///   - assignments: of columns; without, only the version rises.
    func change<Value: Record>(
        _ id: Value.ID, ifVersion version: Int?, where condition: SQL = "1 = 1", set assignments: SQL? = nil
    ) throws -> Change<Value> {
        let isExpected: SQL = version.map { "version = \($0)" } ?? "1 = 1"
        let changed = try first(
            """
            UPDATE \(sql: Value.table)
            SET \(sql: assignments.map { "\(sql: $0), " } ?? "")version = version + 1, updated_at = \(sql: dialect.now)
            WHERE id = \(id) AND deleted_at IS NULL AND \(sql: condition) AND \(sql: isExpected)
            RETURNING \(sql: Value.columns)
            """)
        if let changed { return .done(try Value(changed)) }
        let current: Value? = try find(id, where: condition)
        return current.map { .conflict(current: $0) } ?? .notFound
    }
}

/// What others must not do to a row until the transaction ends. SQLite has one writer anyway.
enum Lock {
    case none
    /// Change it.
    case shared
    /// Change it, or lock it themselves.
    case exclusive

    func clause(for dialect: Dialect) -> SQL {
        switch (self, dialect) {
        case (.none, _), (_, .sqlite): ""
        case (.shared, .postgreSQL): " FOR SHARE"
        case (.exclusive, .postgreSQL): " FOR UPDATE"
        }
    }
}
