import LatheCatalog
import LatheDatabase

/// A catalogue of a given size: ten tracks to an album, five albums to an artist, three renditions to a track.
struct Population: Sendable {
    let tracks: Int
    let vocabulary = Vocabulary()

    var albums: Int { max(1, tracks / 10) }
    var artists: Int { max(1, tracks / 50) }

    func artist(_ number: Int) -> String { vocabulary.name(1, number) }
    func album(_ number: Int) -> String { vocabulary.name(2, number) }
    func track(_ number: Int) -> String { vocabulary.name(3, number) }

    func albumOfTrack(_ number: Int) -> Int { number % albums }
    func artistOfAlbum(_ number: Int) -> Int { number % artists }

    static func id(_ kind: Int, _ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "01900000-000\(kind)-7000-8000-\(String(repeating: "0", count: 12 - digits.count))\(digits)"
    }

    /// Writes the rows as they are: through the catalogue's own functions it would take hours.
    func fill(_ database: Database) async throws {
        try await database.migrate(Catalog.migrations)
        try await insert(artists, into: database, "artists (id, name, name_key, search_text, created_at, updated_at)") {
            let name = artist($0)
            return "(\(Self.id(1, $0)), \(name), \(name), \(name), \(1_000_000 + $0), \(1_000_000 + $0))"
        }
        try await insert(
            albums, into: database, "albums (id, artist_id, name, name_key, search_text, created_at, updated_at)"
        ) {
            let (name, artistNumber) = (album($0), artistOfAlbum($0))
            let text = "\(name) \(artist(artistNumber))"
            return """
                (\(Self.id(2, $0)), \(Self.id(1, artistNumber)), \(name), \(name), \(text), \(2_000_000 + $0),
                \(2_000_000 + $0))
                """
        }
        try await insert(
            tracks, into: database,
            """
            tracks (id, tenant, title, source, album_id, current_revision, name_key, search_text, created_at, updated_at)
            """
        ) {
            let (title, albumNumber) = (track($0), albumOfTrack($0))
            let text = "\(title) \(album(albumNumber)) \(artist(artistOfAlbum(albumNumber)))"
            return """
                (\(Self.id(3, $0)), 'generated', \(title), \(Self.id(3, $0)), \(Self.id(2, albumNumber)),
                \(Self.id(4, $0)), \(title), \(text), \(3_000_000 + $0), \(3_000_000 + $0))
                """
        }
        try await derive(
            in: database,
            """
            INSERT INTO revisions (
                id, track_id, master_version, preset_name, preset_hash, prefix, duration, published_at, created_at,
                updated_at)
            SELECT current_revision, id, 'm', 'music', 'h', 'tracks/' || id || '/' || current_revision || '/1/', 200.5,
                1, 1, 1
            FROM tracks WHERE id
            """)
        for (name, rate) in [("aac-96", 96_000), ("aac-256", 256_000), ("flac", 900_000)] {
            try await derive(
                in: database,
                """
                INSERT INTO renditions (
                    revision_id, name, codec, bits_per_second, sample_rate, channels, playlist, created_at)
                SELECT current_revision, \(name), 'aac', \(rate), 44100, 2, \("\(name)/index.m3u8"), 1
                FROM tracks WHERE id
                """)
        }
        try await database.write { try $0.execute("ANALYZE") }
    }

    private func insert(
        _ count: Int, into database: Database, _ table: String, _ row: @escaping @Sendable (Int) -> SQL
    ) async throws {
        let clock = ContinuousClock()
        let start = clock.now
        for first in stride(from: 0, to: count, by: 1000) {
            let rows = (first..<min(first + 1000, count)).map(row)
            var text = SQL.StringInterpolation(literalCapacity: 0, interpolationCount: 0)
            for (index, row) in rows.enumerated() {
                if index > 0 { text.appendLiteral(", ") }
                text.appendInterpolation(sql: row)
            }
            let values = SQL(stringInterpolation: text)
            try await database.write { try $0.execute("INSERT INTO \(raw: table) VALUES \(sql: values)") }
        }
        Measurement.say("\(count) \(table.prefix { $0 != " " }): \(clock.now - start)")
    }

    /// - Parameter statement: ends where the range of tracks' ids begins.
    private func derive(in database: Database, _ statement: SQL) async throws {
        for first in stride(from: 0, to: tracks, by: 50_000) {
            let (low, high) = (Self.id(3, first), Self.id(3, min(first + 50_000, tracks) - 1))
            try await database.write { try $0.execute("\(sql: statement) BETWEEN \(low) AND \(high)") }
        }
    }
}
