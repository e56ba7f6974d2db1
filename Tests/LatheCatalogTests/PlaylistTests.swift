import LatheCatalog
import LatheDatabase
import TestDatabases
import Testing

@Suite("Playlists")
struct PlaylistTests {
    @Test("Tracks stay in the order that they were put in, also twice", arguments: DatabaseKind.allCases)
    func order(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            let album = try await catalog.album()
            var tracks: [String] = []
            for title in ["a", "b", "c"] { tracks.append(try await catalog.publishedTrack(title, on: album).id) }
            let wanted = [tracks[2], tracks[0], tracks[2], tracks[1]]
            try await catalog.write { [tracks] catalog, connection in
                let list = try catalog.createPlaylist(named: "Mix", isPublic: false, by: ann, in: connection)
                let change = try catalog.setTracks(of: list.id, to: wanted, ifVersion: 1, by: ann, in: connection)
                guard case .done(let changed) = change else {
                    Issue.record("\(change)")
                    return
                }
                #expect(changed.version == 2)
                #expect(try catalog.tracks(of: list.id, in: connection).map(\.title) == ["c", "a", "c", "b"])
                let stale = try catalog.setTracks(of: list.id, to: [], ifVersion: 1, by: ann, in: connection)
                #expect(stale == .conflict(current: changed))
                let strange = try catalog.setTracks(
                    of: list.id, to: ["x", tracks[0], #"y"'\"#], ifVersion: 2, by: ann, in: connection)
                #expect(strange == .unknownTracks(["x", #"y"'\"#]))
                let long = Array(repeating: tracks[0], count: Playlist.maximumLength)
                #expect(
                    try catalog.setTracks(of: list.id, to: long + long, ifVersion: 2, by: ann, in: connection)
                        == .tooLong)
                _ = try catalog.deleteTrack(tracks[2], by: ann, in: connection)
                #expect(try catalog.tracks(of: list.id, in: connection).map(\.title) == ["a", "b"])
                let full = try catalog.setTracks(of: list.id, to: long, ifVersion: 2, by: ann, in: connection)
                let count = try catalog.tracks(of: list.id, in: connection).count
                #expect(full != .tooLong && count == Playlist.maximumLength)
            }
        }
    }

    @Test("A private playlist is its owner's secret", arguments: DatabaseKind.allCases)
    func privacy(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            try await catalog.write { catalog, connection in
                let secret = try catalog.createPlaylist(named: "Secret", isPublic: false, by: ann, in: connection)
                let open = try catalog.createPlaylist(named: "Open", isPublic: true, by: ann, in: connection)
                #expect(try catalog.playlist(secret.id, for: bob, in: connection) == nil)
                #expect(try catalog.playlist(secret.id, for: ann, in: connection) == secret)
                #expect(try catalog.playlist(secret.id, for: admin, in: connection) == secret)
                #expect(try catalog.playlist(open.id, for: bob, in: connection) == open)
                #expect(try catalog.publicPlaylists(in: connection).items == [open])
                #expect(try catalog.playlists(of: "ann", onlyPublic: true, in: connection).items == [open])
                let all = try catalog.playlists(of: "ann", onlyPublic: false, PageRequest(.name), in: connection)
                #expect(all.items == [open, secret])
                #expect(
                    try catalog.setTracks(of: open.id, to: [], ifVersion: nil, by: bob, in: connection) == .notFound)
                let hidden = try catalog.updatePlaylist(
                    open.id, name: "Hidden", isPublic: false, ifVersion: 1, by: ann, in: connection)
                #expect(hidden.value?.isPublic == false)
                #expect(try catalog.playlist(open.id, for: bob, in: connection) == nil)
                #expect(try catalog.deletePlaylist(open.id, by: bob, in: connection) == .notFound)
                #expect(try catalog.deletePlaylist(open.id, by: ann, in: connection).value != nil)
                #expect(try catalog.playlist(open.id, for: ann, in: connection) == nil)
            }
        }
    }
}
