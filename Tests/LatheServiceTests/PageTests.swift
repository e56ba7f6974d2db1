import LatheAccess
import TestDatabases
import Testing

@testable import LatheService

@Suite("Lists, page by page")
struct PageTests {
    @Test("Pages show each item once, whatever comes meanwhile", arguments: DatabaseKind.allCases)
    func pages(kind: DatabaseKind) async throws {
        try await kind.onStage { stage in
            let names = (0..<7).map { "Artist \($0)" }
            for name in names { try await stage.send("POST", "/artists", #"{"name":"\#(name)"}"#) }
            var (seen, next): ([String], String?) = ([], nil)
            repeat {
                let page = try await stage.send("GET", "/artists?limit=3" + (next.map { "&cursor=\($0)" } ?? ""))
                seen += page.items("name")
                next = page["next"]?.string
                try await stage.send("POST", "/artists", #"{"name":"Aaron"}"#)
            } while next != nil
            #expect(seen == names)
        }
    }

    @Test("A cursor is its own list's")
    func foreignCursor() async throws {
        try await DatabaseKind.sqlite.onStage { stage in
            for name in ["A", "B"] { try await stage.send("POST", "/artists", #"{"name":"\#(name)"}"#) }
            let cursor = try await stage.send("GET", "/artists?limit=1").text("next")
            #expect(try await stage.send("GET", "/albums?cursor=\(cursor)").status == 400)
        }
    }

    @Test("The list of playlists has one's own and the public ones, the newest first", arguments: DatabaseKind.allCases)
    func playlists(kind: DatabaseKind) async throws {
        try await kind.onStage { stage in
            for (caller, name, isPublic) in [
                (Caller.member, "a", false), (.stranger, "b", true), (.stranger, "c", false), (.member, "d", true),
            ] {
                try await stage.send("POST", "/playlists", as: caller, #"{"name":"\#(name)","isPublic":\#(isPublic)}"#)
            }
            var (seen, next): ([String], String?) = ([], nil)
            repeat {
                let page = try await stage.send("GET", "/playlists?limit=1" + (next.map { "&cursor=\($0)" } ?? ""))
                seen += page.items("name")
                next = page["next"]?.string
            } while next != nil
            #expect(seen == ["d", "b", "a"])
        }
    }

    @Test("A playlist keeps its order, and a track may be there twice", arguments: DatabaseKind.allCases)
    func order(kind: DatabaseKind) async throws {
        try await kind.onStage { stage in
            let library = try await Library(stage)
            var tracks: [String] = []
            for number in 0..<3 { tracks.append(try await stage.addTrack(to: library.album, titled: "T\(number)")) }
            let order = [tracks[2], tracks[0], tracks[2], tracks[1]]
            let path = "/playlists/\(library.privateList)/tracks"
            let list = order.map { "\"\($0)\"" }.joined(separator: ",")
            #expect(try await stage.send("PUT", path, "{\"trackIds\":[\(list)]}")["trackCount"] == .integer(4))
            let first = try await stage.send("GET", "\(path)?limit=3")
            #expect(first.items("id") == Array(order[..<3]))
            let rest = try await stage.send("GET", "\(path)?limit=3&cursor=\(first.text("next"))")
            #expect(rest.items("id") == [order[3]] && rest["next"] == nil)
        }
    }

    @Test("A search finds what can be heard, its album and its artist", arguments: DatabaseKind.allCases)
    func search(kind: DatabaseKind) async throws {
        try await kind.onStage { stage in
            let library = try await Library(stage)
            _ = try await stage.addTrack(to: library.album, titled: "One more")
            let found = try await stage.send("GET", "/search?q=%C3%96ne")
            #expect(found["tracks"]?.array?.count == 1)
            #expect(found.text("tracks.0.id") == library.track)
            #expect(try await stage.send("GET", "/search?q=ann").text("artists.0.id") == library.artist)
            #expect(try await stage.send("GET", "/search?q=fir").text("albums.0.trackCount") == "")
        }
    }

    @Test("An artist's members find it among their own")
    func owned() async throws {
        try await DatabaseKind.sqlite.onStage { stage in
            let library = try await Library(stage)
            try await stage.send("POST", "/artists", as: .stranger, #"{"name":"Other"}"#)
            #expect(try await stage.send("GET", "/artists?owned=true").items("name") == ["Ann", "Empty"])
            #expect(try await stage.send("GET", "/artists").items("name") == ["Ann", "Empty", "Other"])
            try await stage.send("PUT", "/artists/\(library.artist)/members/stranger")
            #expect(
                try await stage.send("GET", "/artists?owned=true", as: .stranger).items("name") == ["Ann", "Other"])
        }
    }
}
