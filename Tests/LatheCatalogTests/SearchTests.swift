import Foundation
import LatheCatalog
import LatheDatabase
import TestDatabases
import Testing

@Suite("Search")
struct SearchTests {
    @Test("Names are found whatever their case, diacritics and punctuation", arguments: DatabaseKind.allCases)
    func folding(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            let album = try await catalog.album("Déjà Vu", by: "Beyoncé & Røyksopp")
            try await catalog.publishedTrack("Don't Stop – 1e5 Straße", on: album)
            for text in ["dont stop", "DON’T", "stop strasse", "1e5", "beyonce stop", "deja dont", "royksopp straße"] {
                #expect(try await catalog.search(text).tracks.map(\.albumID) == [album.id], "\(text)")
            }
            #expect(try await catalog.search("deja").albums == [album])
            #expect(try await catalog.search("VU beyoncé").albums == [album])
            #expect(try await catalog.search("royks").artists.map(\.name) == ["Beyoncé & Røyksopp"])
            for text in [
                "", " ", "nothing", "stop nothing", "top", "%", "_", "'", "\"", "*", "\\", "\u{0}", "a:*&|!()",
            ] {
                let results = try await catalog.search(text)
                #expect(results.tracks.isEmpty && results.albums.isEmpty && results.artists.isEmpty, "\(text)")
            }
        }
    }

    @Test(
        "The name itself comes first, then names that begin so, then names with the word",
        arguments: DatabaseKind.allCases)
    func order(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            let album = try await catalog.album("x", by: "y")
            for title in ["All My Love", "Lovely Day", "Love Me Do", "Love", "Glove"] {
                try await catalog.publishedTrack(title, on: album)
            }
            let found = try await catalog.search("love").tracks.map(\.title)
            #expect(found == ["Love", "Love Me Do", "Lovely Day", "All My Love"])
            #expect(try await catalog.search("love", limit: 2).tracks.map(\.title) == ["Love", "Love Me Do"])
        }
    }

    @Test(
        "What changes is found by its new name only, and what is deleted not at all", arguments: DatabaseKind.allCases)
    func changes(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            let album = try await catalog.album("Old Album", by: "Old Artist")
            let track = try await catalog.publishedTrack("Old Title", on: album)
            func count(_ text: String) async throws -> [Int] {
                let results = try await catalog.search(text)
                return [results.tracks.count, results.albums.count, results.artists.count]
            }
            #expect(try await count("old") == [1, 1, 1])
            try await catalog.write { catalog, connection in
                _ = try catalog.renameArtist(album.artistID, to: "!!! !!!", ifVersion: nil, by: ann, in: connection)
                _ = try catalog.updateAlbum(
                    album.id, to: AlbumDetails(name: "New  Album"), ifVersion: nil, by: ann, in: connection)
            }
            #expect(try await count("old") == [1, 0, 0])
            #expect(try await count("title new") == [1, 0, 0])
            #expect(try await count("old artist") == [0, 0, 0])
            _ = try await catalog.write {
                try $0.retitleTrack(track.id, to: "New Title", ifVersion: nil, by: ann, in: $1)
            }
            #expect(try await count("old") == [0, 0, 0])
            #expect(try await count("new album") == [1, 1, 0])
            _ = try await catalog.write { try $0.deleteTrack(track.id, by: ann, in: $1) }
            #expect(try await count("new album") == [0, 1, 0])
            _ = try await catalog.write { try $0.deleteAlbum(album.id, by: ann, in: $1) }
            #expect(try await count("new album") == [0, 0, 0])
        }
    }

    @Test("What cannot be heard yet is not found", arguments: DatabaseKind.allCases)
    func unpublished(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            _ = try await catalog.track("Hidden", on: catalog.album())
            #expect(try await catalog.search("hidden").tracks.isEmpty)
        }
    }

    @Test("Compacting SQLite's file, which numbers rows anew, leaves the index true")
    func vacuum() async throws {
        try await withCatalog(on: .sqlite) { catalog in
            let album = try await catalog.album("x", by: "y")
            for title in ["first", "second", "third"] { try await catalog.publishedTrack(title, on: album) }
            let gone = try #require(try await catalog.search("first").tracks.first)
            _ = try await catalog.write { try $0.deleteTrack(gone.id, by: ann, in: $1) }
            let path = try await catalog.database.read { connection in
                try #require(try connection.first("SELECT file FROM pragma_database_list WHERE name = 'main'"))["file"]
                    as String
            }
            try await run("/usr/bin/sqlite3", path, "DELETE FROM tracks_words WHERE words LIKE 'first%'; VACUUM;")
            #expect(try await catalog.search("third").tracks.map(\.title) == ["third"])
            try await catalog.publishedTrack("fourth", on: album)
            #expect(try await catalog.search("y four").tracks.map(\.title) == ["fourth"])
            // FTS5 itself compares its index with the words.
            try await run(
                "/usr/bin/sqlite3", path,
                "INSERT INTO tracks_search (tracks_search, rank) VALUES ('integrity-check', 1);")
        }
    }

    private func run(_ program: String, _ arguments: String...) async throws {
        let status = try await withCheckedThrowingContinuation { continuation in
            let process = Process()
            process.executableURL = URL(filePath: program)
            process.arguments = arguments
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        #expect(status == 0)
    }
}
