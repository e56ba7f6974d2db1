internal import Foundation
internal import Lathe
internal import Synchronization
internal import TestServers
internal import Testing

struct GrowingPlaylistTests {
    @Test("Each sight of a package under way is playable, and the last one is final")
    func growth() async throws {
        let folder = try TemporaryFolder()
        let package = PartialPackage(path: folder / "package")
        let sights = Mutex(Sights())
        let sink = ObservedSink(sink: try DirectorySink(package.path)) {
            sights.withLock { sights in
                do { try sights.look(at: package) } catch { Issue.record(error) }
            }
        }
        _ = try await Transcoder().transcode(Tool.fixture("music.flac"), to: sink).package
        let seen = sights.withLock(\.self)
        // Six playlists with one, two and three segments, and with their end.
        #expect(seen.growths == 6 * 4)
        try Self.expectFinal(package, after: seen.provisional)
    }

    /// What was seen so far.
    private struct Sights {
        private var last: [String: MediaPlaylist] = [:]
        private(set) var provisional: [String: [MultivariantPlaylist.Variant]] = [:]
        private(set) var growths = 0

        mutating func look(at package: PartialPackage) throws {
            for name in ["master.m3u8", "master-mp3.m3u8"] {
                guard let playlist = try package.multivariantPlaylist(name) else { continue }
                #expect(playlist.variants.allSatisfy { package.has($0.uri) })
                if provisional[name] == nil { provisional[name] = playlist.variants }
            }
            for (name, playlist) in try package.mediaPlaylists() where playlist != last[name] {
                GrowingPlaylistTests.expectGrowth(from: last[name], to: playlist, name)
                let folder = (name as NSString).deletingLastPathComponent
                #expect(playlist.uris.allSatisfy { package.has("\(folder)/\($0)") })
                last[name] = playlist
                growths += 1
            }
        }
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
