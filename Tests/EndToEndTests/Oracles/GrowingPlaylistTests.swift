internal import Foundation
internal import Lathe
internal import Testing

struct GrowingPlaylistTests {
    @Test("Each sight of a package under way is playable, and the last one is final")
    func growth() async throws {
        let run = try RunningLathe(Tool.fixture("music.flac"))
        var last: [String: MediaPlaylist] = [:]
        var provisional: [String: [MultivariantPlaylist.Variant]] = [:]
        var growths = 0
        while run.isRunning {
            let seen = PartialPackage(path: run.output)
            for name in ["master.m3u8", "master-mp3.m3u8"] {
                guard let playlist = try seen.multivariantPlaylist(name) else { continue }
                #expect(playlist.variants.allSatisfy { seen.has($0.uri) })
                if provisional[name] == nil { provisional[name] = playlist.variants }
            }
            for (name, playlist) in try seen.mediaPlaylists() where playlist != last[name] {
                Self.expectGrowth(from: last[name], to: playlist, name)
                let folder = (name as NSString).deletingLastPathComponent
                #expect(playlist.uris.allSatisfy { seen.has("\(folder)/\($0)") })
                last[name] = playlist
                growths += 1
            }
            usleep(500)
        }
        #expect(run.wait() == 0)
        #expect(growths > 6)
        try Self.expectFinal(PartialPackage(path: run.output), after: provisional)
    }

    private static func expectGrowth(from old: MediaPlaylist?, to new: MediaPlaylist, _ name: String) {
        #expect(new.type == (new.isEnded ? "VOD" : "EVENT"), "\(name)")
        #expect(!new.segments.isEmpty, "\(name)")
        guard let old else { return }
        #expect(!old.isEnded, "\(name)")
        #expect(new.segments.starts(with: old.segments), "\(name)")
        #expect(new.targetDuration == old.targetDuration && new.map == old.map, "\(name)")
    }

    private static func expectFinal(
        _ package: PartialPackage, after provisional: [String: [MultivariantPlaylist.Variant]]
    ) throws {
        let playlists = try package.mediaPlaylists()
        #expect(playlists.count == 6)
        #expect(playlists.values.allSatisfy { $0.type == "VOD" && $0.isEnded && $0.segments.count == 3 })
        #expect(provisional.count == 2)
        for (name, bounds) in provisional {
            let measured = try #require(try package.multivariantPlaylist(name)).variants
            #expect(measured.map(\.uri) == bounds.map(\.uri))
            for (bound, rate) in zip(bounds, measured) {
                #expect(bound.bandwidth >= rate.bandwidth, "\(rate.uri)")
                #expect(bound.averageBandwidth >= rate.averageBandwidth, "\(rate.uri)")
            }
        }
    }
}
