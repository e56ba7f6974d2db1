import LatheDatabase
import TestDatabases
import Testing

@testable import LatheCatalog

/// With 20,000 tracks and statistics, as a planner would have them.
@Suite("Plans of the hot queries")
struct PlanTests {
    @Test(
        "No hot query reads a table from end to end, nor sorts what an index has in order",
        arguments: DatabaseKind.allCases)
    func plans(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            try await Self.fill(catalog.database)
            for (name, query) in Self.queries(kind) {
                let plan = try await catalog.database.read { connection in
                    if name == "search by words" { try connection.useOnlyWordIndexes(for: SearchWords("two words")) }
                    return try Self.plan(of: query, in: connection)
                }
                // The few renditions of one track are sorted when they are there.
                let flaws = plan.filter { Self.isFlaw($0) && !(name == "stream" && $0.contains("ORDER BY")) }
                #expect(flaws.isEmpty, "\(name): \(plan.joined(separator: "\n"))")
                #expect(plan.contains { $0.contains("Index") || $0.contains("INDEX") })
                #expect(
                    name != "search by words" || plan.contains { $0.contains("tracks_words") || $0.contains("VIRTUAL") }
                )
            }
        }
    }

    @Test("A query without an index is noticed", arguments: DatabaseKind.allCases)
    func oracle(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            try await Self.fill(catalog.database, tracks: 2000)
            let plan = try await catalog.database.read {
                try Self.plan(of: "SELECT id FROM tracks WHERE title LIKE '%x%' ORDER BY title", in: $0)
            }
            #expect(plan.contains(where: Self.isFlaw))
        }
    }

    private static func queries(_ kind: DatabaseKind) -> [(String, SQL)] {
        let dialect: Dialect = kind == .sqlite ? .sqlite : .postgreSQL
        let words = SearchWords("word17 title")
        var queries: [(String, SQL)] = [
            ("stream", Catalog.streamQuery("t7")),
            ("search by beginning", words.beginningQuery(Track.self, 20, "current_revision IS NOT NULL")),
            ("search by words", words.wordsQuery(Track.self, 20, "current_revision IS NOT NULL", dialect)),
            ("track of a member", ownedTrack), ("jobs that are needed", Catalog.neededQuery(["j7", "j8"])),
        ]
        for order in ListOrder.allCases {
            let cursor = Cursor(order: order, key: order == .name ? .name("title 7") : .time(700), id: "t7")
            for request in [PageRequest(order), PageRequest(after: cursor)] {
                queries += [
                    ("all tracks, \(order)", request.query(Track.self, where: "1 = 1")),
                    ("tracks of an album, \(order)", request.query(Track.self, where: "album_id = \("b7")")),
                    ("all albums, \(order)", request.query(Album.self, where: "1 = 1")),
                    ("albums of an artist, \(order)", request.query(Album.self, where: "artist_id = \("a7")")),
                ]
            }
        }
        return queries
    }

    private static var ownedTrack: SQL {
        """
        SELECT \(sql: Track.columns) FROM tracks
        WHERE id = \("t7") AND deleted_at IS NULL AND \(sql: Actor("ann").isMember(ofArtistOf: "tracks.album_id"))
        """
    }

    private static func isFlaw(_ step: String) -> Bool {
        // SQLite also calls it a scan when an index is read in its order, up to a limit.
        step.contains("Seq Scan") || step.contains("Sort Key: tracks") || step.contains("Sort Key: albums")
            || (step.hasPrefix("SCAN") && !step.contains("INDEX")) || step.hasPrefix("USE TEMP B-TREE FOR ORDER BY")
    }

    private static func plan(of query: SQL, in connection: Connection) throws -> [String] {
        switch connection.dialect {
        case .sqlite: try connection.rows("EXPLAIN QUERY PLAN \(sql: query)").map { try $0["detail"] }
        case .postgreSQL: try connection.rows("EXPLAIN \(sql: query)").map { try $0["QUERY PLAN"] }
        }
    }

    private static func fill(_ database: Database, tracks: Int = 20_000) async throws {
        let numbers: SQL =
            switch database.dialect {
            case .sqlite:
                """
                (WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < \(tracks))
                SELECT n FROM numbers)
                """
            case .postgreSQL: "(SELECT n FROM generate_series(1, CAST(\(tracks) AS integer)) AS series (n))"
            }
        try await database.write { connection in
            try connection.execute(
                """
                INSERT INTO artists (id, name, name_key, search_text, created_at, updated_at)
                SELECT 'a' || n, 'Artist', 'artist ' || n, 'artist word' || n % 97, n, n FROM \(sql: numbers) AS numbers
                WHERE n % 50 = 0
                """)
            try connection.execute(
                """
                INSERT INTO artist_members (artist_id, subject, created_at, updated_at)
                SELECT id, 'subject ' || id, 1, 1 FROM artists
                """)
            try connection.execute(
                """
                INSERT INTO albums (id, artist_id, name, name_key, search_text, created_at, updated_at)
                SELECT 'b' || n, 'a' || (n - n % 50 + 50), 'Album', 'album ' || n, 'album word' || n % 97, n, n
                FROM \(sql: numbers) AS numbers WHERE n % 10 = 0 AND n < \(tracks)
                """)
            try connection.execute(
                """
                INSERT INTO tracks (
                    id, tenant, title, source, album_id, current_revision, name_key, search_text, created_at, updated_at)
                SELECT 't' || n, 't', 'Title', 's' || n, 'b' || (n - n % 10 + 10), 'r' || n, 'title ' || n,
                    'title word' || n % 97, n, n
                FROM \(sql: numbers) AS numbers WHERE n < \(tracks) - 10
                """)
            try connection.execute(
                """
                INSERT INTO revisions (
                    id, track_id, master_version, preset_name, preset_hash, job_id, prefix, duration, created_at,
                    updated_at)
                SELECT 'r' || n, 't' || n, 'm', 'music', '1f', 'j' || n, 'p', 1.5, n, n
                FROM \(sql: numbers) AS numbers WHERE n < \(tracks) - 10
                """)
            try connection.execute(
                """
                INSERT INTO renditions (
                    revision_id, name, codec, bits_per_second, sample_rate, channels, created_at)
                SELECT 'r' || n, 'flac', 'flac', 1, 1, 2, n FROM \(sql: numbers) AS numbers WHERE n < \(tracks) - 10
                """)
            try connection.execute("ANALYZE")
        }
    }
}
