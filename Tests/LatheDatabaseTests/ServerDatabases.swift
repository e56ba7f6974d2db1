internal import TestServers

/// The databases of the shared server: made once, emptied after each use.
actor ServerDatabases {
    static let shared = ServerDatabases()
    private var free: [String] = []

    func take() async throws -> String {
        if let name = free.popLast() { return name }
        return try await PostgreSQLServer.shared.createDatabase()
    }

    func giveBack(_ name: String) async throws {
        try await PostgreSQLServer.shared.psql("DROP SCHEMA public CASCADE; CREATE SCHEMA public", database: name)
        free.append(name)
    }
}
