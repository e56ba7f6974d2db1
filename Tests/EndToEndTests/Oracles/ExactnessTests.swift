internal import Foundation
internal import Lathe
internal import TestServers
internal import Testing

struct ExactnessTests {
    @Test(
        "Files to download decode to exactly the master's samples, in place",
        arguments: [96, 160, 320].flatMap { ["mp3/\($0).mp3", "vorbis/\($0).ogg"] })
    func progressive(path: String) async throws {
        let made = try await MadePackage.music
        let decoded = try Signal(decoding: "\(made.path)/\(path)")
        #expect(decoded.samples.count == made.package.master.samples)
        try expectNoLag(decoded, made)
    }

    @Test("WebM decodes to exactly the master's samples, in place", arguments: 0...2)
    func webM(stream: Int) async throws {
        let made = try await MadePackage.music
        let bytes = try made.joined(made.package.renditions[6 + stream])
        let folder = try TemporaryFolder()
        try Data(bytes).write(to: URL(filePath: folder / "joined.webm"))
        let decoded = try Signal(decoding: folder / "joined.webm")
        #expect(decoded.samples.count == made.package.master.samples)
        try expectNoLag(decoded, made)
    }

    /// FFmpeg cuts the priming by the edit list but plays the whole last frame of a fragmented file; that the durations
    /// of the frames end with the programme is tested beside, and Chromium, which honours them, gives the exact count.
    @Test("A current FFmpeg starts AAC with the programme's first sample", arguments: [96, 160, 320])
    func aac(kilobits: Int) async throws {
        let made = try await MadePackage.music
        let rendition = try #require(made.package.renditions.first { $0.id == "aac-\(kilobits)" })
        let decoded = try Signal(decoding: "\(made.path)/aac/\(kilobits)/index.m3u8", with: Tool.currentFFmpeg)
        #expect(decoded.samples.count == rendition.samples + rendition.paddingSamples)
        #expect((0..<1024).contains(rendition.paddingSamples))
        try expectNoLag(decoded, made)
    }

    @Test("The durations of AAC frames add up to priming and programme", arguments: [96, 160, 320])
    func frameDurations(kilobits: Int) async throws {
        let made = try await MadePackage.music
        let rendition = try #require(made.package.renditions.first { $0.id == "aac-\(kilobits)" })
        let total = try rendition.segments.reduce(0) { try $0 + Fragment(made.file($1.path)).duration }
        #expect(total == 1024 + made.package.master.samples)
    }

    private func expectNoLag(_ decoded: Signal, _ made: MadePackage) throws {
        let master = try Signal(decoding: made.master)
        for position in [4000, master.samples.count / 2, master.samples.count - 60_000] {
            #expect(decoded.lag(against: master, at: position) == 0, "at sample \(position)")
        }
    }
}
