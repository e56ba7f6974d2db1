internal import Foundation
internal import Lathe
internal import TestServers
internal import Testing

/// The FLAC rendition is the master, judged by FFmpeg's decoder and not by libFLAC, which made it.
struct LosslessTests {
    private static let flacOnly = Preset(name: "flac", renditions: [Preset.Rendition(codec: .flac)])

    @Test(
        "What a player decodes has the MD5 that the master states of itself",
        arguments: [
            ("music.flac", "s16le"), ("8bit.flac", "s8"), ("stereo-96k-24bit.flac", "s24le"),
            ("mono-48k-24bit.flac", "s24le"), ("surround-5.1.flac", "s16le"), ("35467hz.flac", "s16le"),
            ("47-samples.flac", "s16le"), ("one-sample.flac", "s16le"),
        ], Layout.allCases)
    func md5(_ master: (name: String, format: String), layout: Layout) async throws {
        let made = try await MadePackage(Tool.fixture(master.name), preset: Self.flacOnly, layout: layout)
        let flac = try made.rendition("flac")
        let stated = try Tool.run("metaflac", ["--show-md5sum", made.master]).text
        for entry in ["master.m3u8", "manifest.mpd", try #require(flac.playlist)] {
            #expect(try Self.md5(of: "\(made.path)/\(entry)", as: master.format) == stated, "\(entry)")
        }
        #expect(flac.sampleRate == made.package.master.sampleRate)
        #expect(flac.channels == made.package.master.channels)
        #expect(flac.samples == made.package.master.samples)
        #expect(flac.primingSamples == 0 && flac.paddingSamples == 0)
        #expect(made.package.notes == [])
    }

    @Test(
        "WAV of up to 24 bits survives too, in containers of its size and of a larger one",
        arguments: [("stereo-16bit.wav", "s16le"), ("stereo-24bit.wav", "s24le"), ("24bit-in-32.wav", "s32le")])
    func wave(name: String, format: String) async throws {
        let made = try await MadePackage(Tool.fixture(name), preset: Self.flacOnly)
        let decoded = try Self.samples(of: "\(made.path)/flac/index.m3u8", as: format)
        // The fixtures end with their data chunk.
        let isSame = decoded == (try Data(contentsOf: URL(filePath: made.master)).suffix(decoded.count))
        #expect(isSame)
        #expect(decoded.count > 5000)
    }

    @Test(
        "32 bits and floats are dithered to 24, and the package says so", arguments: ["32bit.flac", "stereo-float.wav"])
    func dithered(name: String) async throws {
        let made = try await MadePackage(Tool.fixture(name), preset: Self.flacOnly)
        #expect(made.package.notes.contains { $0.hasPrefix("flac: dithered to 24 bits") }, "\(made.package.notes)")
        let run = try Tool.run(
            "ffprobe",
            [
                "-v", "error", "-show_entries", "stream=bits_per_raw_sample", "-of", "csv=p=0",
                "\(made.path)/flac/index.m3u8",
            ])
        #expect(run.text.hasPrefix("24"))
    }

    @Test("In the lossless preset FLAC segments begin where those of AAC do, at twice the rate too")
    func aligned() async throws {
        let folder = try TemporaryFolder()
        try WaveFile(sampleRate: 96_000, bits: 24, samples: 1_000_001).write(to: folder / "master.wav")
        let made = try await MadePackage(
            folder / "master.wav", preset: try Preset.musicLossless.selecting(["aac-96", "flac"]))
        let starts = try made.rendition("flac").segments.map(\.start)
        #expect(starts == (try made.rendition("aac-96").segments.map { 2 * $0.start }))
        #expect(starts.count == 3)
        let entries = try String(contentsOfFile: "\(made.path)/master.m3u8", encoding: .utf8)
        #expect(entries.contains(#"CODECS="fLaC""#) && entries.contains(#"CODECS="mp4a.40.2""#))
        #expect(
            try String(contentsOfFile: "\(made.path)/manifest.mpd", encoding: .utf8).contains(#"AdaptationSet id="2""#))
    }

    /// As FLAC counts it: over the samples as signed little-endian integers.
    private static func md5(of path: String, as format: String) throws -> String {
        let folder = try TemporaryFolder()
        try samples(of: path, as: format).write(to: URL(filePath: folder / "pcm"))
        return try Tool.run("sh", ["-c", "md5sum < \"$0\" | cut -d ' ' -f 1", folder / "pcm"]).text
    }

    private static func samples(of path: String, as format: String) throws -> Data {
        let run = try Tool.run(
            "ffmpeg", ["-nostdin", "-v", "warning", "-i", path, "-f", format, "-c:a", "pcm_\(format)", "-"])
        // FFmpeg warns of durations below a millisecond.
        let complaints = run.complaints.split(separator: "\n").filter { !$0.contains("correct #EXTINF value") }
        #expect(complaints == [], "\(path)")
        return run.output
    }
}
