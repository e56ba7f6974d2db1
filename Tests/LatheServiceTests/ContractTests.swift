import Foundation
import LatheAccess
import LatheHTTP
import LatheJobs
import TestDatabases
import Testing

@testable import LatheService

@Suite("The contract, openapi.json")
struct ContractTests {
    /// Operations by what they are called by: `GET /tracks/{id}`.
    private static let operations: [String: JSONValue] = {
        let document = try? JSONValue(Array(Data(contentsOf: URL(filePath: Judge.contract))))
        var operations: [String: JSONValue] = [:]
        for (path, item) in document?.object?["paths"]?.object ?? [:] {
            for (method, operation) in item.object ?? [:] where method != "parameters" {
                operations["\(method.uppercased()) \(path)"] = operation
            }
        }
        return operations
    }()

    @Test("Every route is in it, and everything in it has a route")
    func routes() async throws {
        try await DatabaseKind.sqlite.onStage { stage in
            let routes = stage.service.router.routes.compactMap { route -> String? in
                guard route.pattern.hasPrefix(Service.apiPrefix), route.method != .options else { return nil }
                let path = route.pattern.dropFirst(Service.apiPrefix.count).split(separator: "/").map {
                    $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0)
                }
                return "\(route.method) /\(path.joined(separator: "/"))"
            }
            #expect(Set(routes).subtracting(Self.operations.keys) == [])
            #expect(Set(Self.operations.keys).subtracting(routes) == [])
        }
    }

    @Test("Every answer is as the contract says; every status that it promises is seen")
    func answers() async throws {
        try await DatabaseKind.sqlite.onStage { stage in
            try await Walk(stage).run()
            let lines = try stage.exchanges.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
            let report = try await Judge.judge(lines.joined(separator: "\n"))
            #expect(report.complaints == [])
            // Requests of which no route can make sense are the server's to refuse; too many have a test of their own.
            let unseen = report.unseen.filter { !$0.hasSuffix(" 400") && !$0.hasSuffix(" 429") }
            #expect(unseen == [])
        }
    }
}

/// Asks for everything once, and for what is refused.
private struct Walk {
    let stage: Stage

    init(_ stage: Stage) { self.stage = stage }

    func run() async throws {
        let library = try await Library(stage)
        for row in PermissionTests.rows {
            let words = row.split(separator: " ").map(String.init)
            for caller in [Caller.nobody, .listener, .worker, .member, .admin] where words[0] != "DELETE" {
                let path = try await library.filled(words[1], stage, caller)
                let json = words.count > 9 ? try await library.filled(words[9], stage, caller) : nil
                try await stage.send(words[0], path, as: caller, json)
            }
        }
        try await refuse(library)
        try await miss(library)
        try await conflict(library)
        try await exhaust(library)
        try await delete(library)
    }

    /// What no operation takes.
    private func refuse(_ library: Library) async throws {
        let huge = "{\"name\":\"\(String(repeating: "x", count: 600_000))\"}"
        for row in Set(PermissionTests.rows.map { $0.split(separator: " ").prefix(2).joined(separator: " ") }) {
            let words = row.split(separator: " ").map(String.init)
            let path = try await library.filled(words[1], stage, .admin)
            if path.contains("/me") { continue }
            if words[0] == "GET", !path.contains("?") {
                try await stage.send("GET", path + "?limit=0&cursor=!", as: .admin)
                try await stage.send("GET", path.replacing(library.job, with: "none"), as: .admin)
            }
            guard ["POST", "PATCH", "PUT"].contains(words[0]) else { continue }
            try await stage.send(words[0], path, as: .admin, "{")
            try await stage.send(words[0], path, as: .admin, huge)
            try await stage.send(words[0], path, as: .admin, #"{"stranger":1}"#)
            try await stage.send(words[0], path, as: .admin, "{}", headers: ["Content-Type": "text/plain"])
        }
    }

    /// What there is not, and what even owners may not do.
    private func miss(_ library: Library) async throws {
        for path in [
            "/artists/none/albums", "/albums/none/tracks", "/playlists/none/tracks", "/tracks/none/stream",
            "/jobs/none",
        ] {
            try await stage.send("GET", path, as: .admin)
        }
        try await stage.send("POST", "/albums", as: .admin, #"{"artistId":"none","title":"T"}"#)
        for method in ["PUT", "DELETE"] {
            try await stage.send(method, "/artists/none/members/second", as: .admin)
        }
        try await stage.send("GET", "/playlists/\(library.publicList)/tracks", as: .worker)
        let worker = #"{"subject":"worker","name":"W","role":"worker"}"#
        let user = "/users/" + (try await stage.send("POST", "/users", as: .admin, worker).text("id"))
        try await stage.send("POST", "/users", as: .admin, worker)
        for method in ["GET", "DELETE"] { try await stage.send(method, user, as: .worker) }
        try await stage.send("PATCH", user, as: .worker, "{}")
    }

    private func conflict(_ library: Library) async throws {
        for path in [
            "/artists/\(library.artist)", "/albums/\(library.album)", "/tracks/\(library.track)",
            "/playlists/\(library.publicList)", "/users/\(library.user)",
        ] {
            let old = ["If-Match": "\"0\""]
            try await stage.send("PATCH", path, as: .admin, "{}", headers: old)
            try await stage.send("DELETE", path, as: .admin, headers: old)
            for method in ["GET", "PATCH", "DELETE"] {
                let id = path.split(separator: "/")[1]
                try await stage.send(
                    method, path.replacing(id, with: "none"), as: .admin, method == "PATCH" ? "{}" : nil)
            }
        }
        let list = "/playlists/\(library.publicList)/tracks"
        try await stage.send("PUT", list, as: .admin, #"{"trackIds":[]}"#, headers: ["If-Match": "\"0\""])
    }

    /// Jobs and uploads in states in which nothing can be done with them.
    private func exhaust(_ library: Library) async throws {
        let (open, track) = (try await stage.upload(bytes: nil), try await stage.addTrack(to: library.album))
        let json = #"{"albumId":"\#(library.album)","title":"T","trackUrl":"\#(open)"}"#
        try await stage.send("POST", "/tracks", json)
        try await stage.send("PATCH", "/tracks/\(track)", #"{"trackUrl":"\#(open)"}"#)
        try await stage.send("GET", "/tracks/\(track)/stream")
        let unused = json.replacing(open, with: try await stage.upload())
        try await stage.send("POST", "/tracks", unused.replacing(library.album, with: "none"))
        let job = try await stage.queue.list(limit: 1)[0].id
        try await stage.send("POST", "/jobs/\(job)/retry", as: .admin)
        while let claimed = try await stage.queue.claim(1, worker: "w").first {
            _ = try await stage.queue.complete(claimed.lease)
        }
        try await stage.send("POST", "/jobs/\(job)/cancel", as: .admin)
        for what in ["retry", "cancel"] { try await stage.send("POST", "/jobs/none/\(what)", as: .admin) }
    }

    private func delete(_ library: Library) async throws {
        for caller in [Caller.nobody, .listener, .admin] {
            for path in [
                "/artists/\(library.artist)", "/albums/\(library.album)", "/artists/\(library.artist)/members/second",
                "/artists/\(library.emptyArtist)/members/member", "/tracks/\(library.track)",
                "/artists/\(library.emptyArtist)", "/albums/\(library.emptyAlbum)",
                "/playlists/\(library.publicList)", "/users/\(library.user)",
            ] {
                try await stage.send("DELETE", path, as: caller)
            }
        }
        try await stage.send("GET", "/tracks/\(library.track)")
        try await stage.send("GET", "/tracks/\(library.track)/stream")
    }
}
