import LatheCatalog
import LatheDatabase
import TestDatabases
import Testing

@testable import LatheService

/// Who may do what to what `member` owns: each cell on fresh objects.
struct PermissionTests {
    @Test("Each role may do to its own, to others' and to hidden things what the table says")
    func table() async throws {
        try await DatabaseKind.sqlite.onStage { try await check(Self.rows, on: $0) }
    }

    @Test("The same with PostgreSQL, for what asks for owners")
    func postgreSQL() async throws {
        let rows = Self.rows.filter { $0.hasPrefix("PATCH") || $0.hasPrefix("GET /playlists") }
        try await DatabaseKind.postgreSQL.onStage { try await check(rows, on: $0) }
    }

    private func check(_ rows: [Substring], on stage: Stage) async throws {
        var library = try await Library(stage)
        for row in rows {
            let words = row.split(separator: " ").map(String.init)
            for (caller, status) in zip(Caller.allCases, words[2..<9]) {
                let path = try await library.filled(words[1], stage, caller)
                let json = words.count > 9 ? try await library.filled(words[9], stage, caller) : nil
                let exchange = try await stage.send(words[0], path, as: caller, json)
                #expect("\(exchange.status)" == status, "\(words[0]) \(words[1]) as \(caller): \(exchange.body)")
                // What is let in leaves things as no other row expects them.
                guard exchange.status < 300, words[0] != "GET" else { continue }
                try await Library.forget(stage)
                library = try await Library(stage)
            }
        }
    }

    /// Without spaces in a request, for these part the columns.
    static let rows = """
        GET /artists                                 401 200 200 200 200 200 404
        POST /artists                                401 403 201 201 201 403 404 {"name":"A"}
        GET /artists/{artist}                        401 200 200 200 200 200 404
        PATCH /artists/{artist}                      401 403 403 200 200 403 404 {"name":"B"}
        DELETE /artists/{emptyArtist}                401 403 403 200 200 403 404
        GET /artists/{artist}/albums                 401 200 200 200 200 200 404
        PUT /artists/{artist}/members/third          401 403 403 204 204 403 404
        DELETE /artists/{artist}/members/second      401 403 403 204 204 403 404
        GET /artists/unknown                         401 404 404 404 404 404 404
        GET /albums                                  401 200 200 200 200 200 404
        POST /albums                                 401 403 403 201 201 403 404 {"artistId":"{artist}","title":"T"}
        GET /albums/{album}                          401 200 200 200 200 200 404
        PATCH /albums/{album}                        401 403 403 200 200 403 404 {"title":"B"}
        DELETE /albums/{emptyAlbum}                  401 403 403 200 200 403 404
        GET /albums/{album}/tracks                   401 200 200 200 200 200 404
        POST /tracks 401 403 403 201 201 403 404 {"albumId":"{album}","title":"T","trackUrl":"{upload}"}
        GET /tracks/{track}                          401 200 200 200 200 200 404
        PATCH /tracks/{track}                        401 403 403 200 200 403 404 {"title":"B"}
        PATCH /tracks/{track}                        401 403 403 200 200 403 404 {"trackUrl":"{upload}"}
        DELETE /tracks/{track}                       401 403 403 200 200 403 404
        GET /tracks/{track}/stream                   401 200 200 200 200 403 404
        GET /users/me                                401 200 200 200 200 200 200
        GET /users                                   401 403 403 403 200 403 404
        POST /users                     401 403 403 403 201 403 404 {"subject":"new","name":"N","role":"artist"}
        GET /users/{user}                            401 404 404 200 200 404 404
        PATCH /users/{user}                          401 404 404 200 200 404 404 {"name":"B"}
        PATCH /users/{user}                          401 404 404 403 200 404 404 {"role":"admin"}
        DELETE /users/{user}                         401 404 404 200 200 404 404
        GET /playlists                               401 200 200 200 200 403 404
        POST /playlists                              401 201 201 201 201 403 404 {"name":"P"}
        GET /playlists/{privateList}                 401 404 404 200 200 404 404
        GET /playlists/{publicList}                  401 200 200 200 200 403 404
        GET /playlists/{privateList}/tracks          401 404 404 200 200 404 404
        PATCH /playlists/{privateList}               401 404 404 200 200 404 404 {"name":"B"}
        PATCH /playlists/{publicList}                401 403 403 200 200 403 404 {"name":"B"}
        PUT /playlists/{privateList}/tracks          401 404 404 200 200 404 404 {"trackIds":["{track}"]}
        PUT /playlists/{publicList}/tracks           401 403 403 200 200 403 404 {"trackIds":["{track}"]}
        DELETE /playlists/{privateList}              401 404 404 200 200 404 404
        DELETE /playlists/{publicList}               401 403 403 200 200 403 404
        GET /search?q=ann                            401 200 200 200 200 403 404
        GET /jobs                                    401 403 403 403 200 403 404
        GET /jobs/{job}                              401 403 403 403 200 403 404
        POST /jobs/{job}/retry                       401 403 403 403 200 403 404
        POST /jobs/{job}/cancel                      401 403 403 403 200 403 404
        """.split(separator: "\n")
}

extension Library {
    /// A request's text with the ids of what is here, and an upload of the caller's own.
    func filled(_ text: String, _ stage: Stage, _ caller: Caller) async throws -> String {
        var text = text
        for (name, value) in [
            ("artist", artist), ("emptyArtist", emptyArtist), ("album", album), ("emptyAlbum", emptyAlbum),
            ("track", track), ("privateList", privateList), ("publicList", publicList), ("user", user), ("job", job),
        ] {
            text = text.replacing("{\(name)}", with: value)
        }
        guard text.contains("{upload}") else { return text }
        return text.replacing("{upload}", with: try await stage.upload(by: caller))
    }

    /// A subject is a user once, deleted or not.
    fileprivate static func forget(_ stage: Stage) async throws {
        try await stage.catalog.database.write { try $0.execute("DELETE FROM users") }
    }
}
