import LatheCatalog
import LatheDatabase
import TestDatabases
import Testing

@Suite("Tables of the version before")
struct MigrationTests {
    @Test("Tracks and news from before are kept, and found once they are indexed", arguments: DatabaseKind.allCases)
    func oldRows(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind, steps: 1) { catalog in
            try await Self.insert("old", in: catalog)
            try await catalog.database.migrate(Catalog.migrations)
            // The version before still runs while this one has begun to.
            try await Self.insert("running", in: catalog)
            #expect(try await catalog.news(after: 0).map(\.id) == ["old", "running"])
            #expect(try await catalog.search("titel").tracks.isEmpty)
            #expect(try await catalog.indexOldTracks(limit: 1) == 1)
            #expect(try await catalog.indexOldTracks() == 1)
            #expect(try await catalog.indexOldTracks() == 0)
            #expect(try await catalog.search("titel").tracks.map(\.id).sorted() == ["old", "running"])
            let track = try await catalog.read { try $0.track("old", in: $1) }
            #expect(track?.version == 1 && track?.albumID == nil)
        }
    }

    /// As that version writes.
    private static func insert(_ id: String, in catalog: Catalog) async throws {
        try await catalog.database.write { connection in
            try connection.execute(
                """
                INSERT INTO tracks (id, tenant, title, source, current_revision, created_at, updated_at)
                VALUES (\(id), 't', 'Ein Títel', \(id), 'r', 1, 1)
                """)
            try connection.execute(
                """
                INSERT INTO outbox (id, topic, tenant, subject, payload, created_at)
                VALUES (\(id), 'track.ready', 't', \(id), '{}', 1)
                """)
        }
    }
}
