import LatheCatalog
import LatheDatabase
import TestDatabases

/// A catalogue in a database of its own, gone afterwards.
///
/// - Parameter steps: how many migrations; nil for all.
func withCatalog(
    on kind: DatabaseKind, steps: Int? = nil, clock: TestClock? = nil, _ body: (Catalog) async throws -> Void
) async throws {
    try await withDatabase(kind, clock: clock) { database in
        try await database.migrate(Array(Catalog.migrations.prefix(steps ?? .max)))
        try await body(Catalog(database: database))
    }
}

extension Catalog {
    /// Runs in a transaction of its own.
    @discardableResult
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Catalog, Connection) throws -> Value
    ) async throws -> Value {
        try await database.write { try body(self, $0) }
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Catalog, Connection) throws -> Value
    ) async throws -> Value {
        try await database.read { try body(self, $0) }
    }
}
