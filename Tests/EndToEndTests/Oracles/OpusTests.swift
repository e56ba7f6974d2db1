internal import Foundation
internal import Lathe
internal import TestServers
internal import Testing

struct OpusTests {
    private static let made = Task { try await MadePackage(Tool.fixture("music.flac"), preset: .opus) }

    @Test("The file to download decodes to exactly the master's length, in place", arguments: [64, 96, 160])
    func progressive(kilobits: Int) async throws {
        let made = try await Self.made.value
        let decoded = try Signal(decoding: "\(made.path)/opus/\(kilobits).opus")
        #expect(decoded.samples.count == 576_000)
        try Self.expectNoLag(decoded, made)
    }

    @Test("opusinfo finds no fault in it")
    func opusinfo() async throws {
        let run = try Tool.run("opusinfo", ["\(try await Self.made.value.path)/opus/96.opus"])
        #expect(run.status == 0 && !run.text.contains("WARNING"), "\(run.text)")
        #expect(run.text.contains("Pre-skip: 312") && run.text.contains("TITLE=Fixture in C"))
    }

    @Test(
        "Playlists and manifests decode without a warning from the programme's first sample on",
        arguments: ["master-opus.m3u8", "opus.mpd", "opus/64/index.m3u8", "opus/160/index.m3u8"])
    func streams(path: String) async throws {
        let made = try await Self.made.value
        let run = try Tool.run(
            "ffmpeg", ["-nostdin", "-v", "warning", "-i", "\(made.path)/\(path)", "-f", "null", "-"])
        #expect(run.status == 0 && run.complaints == "", "\(run.complaints)")
        let decoded = try Signal(decoding: "\(made.path)/\(path)", with: Tool.currentFFmpeg)
        // FFmpeg plays the whole last packet of a fragmented file.
        #expect(decoded.samples.count == 576_000 + (try made.rendition("opus-64").paddingSamples))
        try Self.expectNoLag(decoded, made)
    }

    @Test("Durations end with the programme, and the first segment gives up the pre-skip")
    func durations() async throws {
        let made = try await Self.made.value
        for rendition in made.package.renditions {
            #expect(rendition.primingSamples == 312)
            #expect(rendition.segments.map(\.start) == [0, 192_000 - 312, 384_000 - 312])
            #expect(rendition.segments.reduce(0) { $0 + $1.samples } == 576_000)
            let total = try rendition.segments.reduce(0) { try $0 + Fragment(made.file($1.path)).duration }
            #expect(total == 312 + 576_000)
        }
    }

    @Test("Every length makes a right package", arguments: [1, 648, 649, 960, 9217, 500_000], Layout.allCases)
    func lengths(samples: Int, layout: Layout) async throws {
        let folder = try TemporaryFolder()
        try WaveFile(sampleRate: 48_000, samples: samples).write(to: folder / "master.wav")
        let made = try await MadePackage(folder / "master.wav", preset: .opus, layout: layout)
        let rendition = try made.rendition("opus-96")
        #expect(rendition.samples == samples)
        #expect(rendition.segments.reduce(0) { $0 + $1.samples } == samples)
        let file = try Signal(decoding: "\(made.path)/opus/96.opus")
        #expect(file.samples.count == samples)
        let stream = try Signal(decoding: "\(made.path)/\(try #require(rendition.playlist))", with: Tool.currentFFmpeg)
        #expect(stream.samples.count == samples + rendition.paddingSamples)
    }

    /// Against the master at 48 kHz, resampled by another program.
    private static func expectNoLag(_ decoded: Signal, _ made: MadePackage) throws {
        let master = try Signal(decoding: made.master, rate: 48_000)
        for position in [4000, 288_000, 520_000] {
            #expect(decoded.lag(against: master, at: position) == 0, "at sample \(position)")
        }
    }
}
