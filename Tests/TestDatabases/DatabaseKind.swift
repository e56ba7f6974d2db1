public import LatheDatabase
internal import TestServers

/// The databases that tests run on.
public enum DatabaseKind: String, Sendable, CaseIterable {
    case sqlite, postgreSQL

    /// Where nothing is yet: a file in the folder, or an empty database of the shared server, which ends with the tests.
    ///
    /// - Returns: its URL, password and all.
    public func newAddress(in folder: String) async throws -> String { try await make(in: folder).address }

    fileprivate func make(in folder: String) async throws -> (address: String, name: String?) {
        guard self == .postgreSQL else { return ("sqlite://\(folder)/lathe.db", nil) }
        let server = try await PostgreSQLServer.shared
        let name = try await server.createDatabase()
        return (server.url(of: name), name)
    }
}

/// Lends an empty database, gone afterwards.
///
/// - Parameter clock: the database's own; nil for the real one.
public func withDatabase(
    _ kind: DatabaseKind, clock: TestClock? = nil, _ body: (Database) async throws -> Void
) async throws {
    let folder = try TemporaryFolder()
    let (address, name) = try await kind.make(in: folder.path)
    let database = try Database(DatabaseURL(address), options: DatabaseOptions(clock: clock))
    let result: Result<Void, any Error>
    do { result = .success(try await body(database)) } catch { result = .failure(error) }
    await database.close()
    if let name { try await PostgreSQLServer.shared.dropDatabase(name) }
    try result.get()
}
