internal import Foundation
internal import Lathe
internal import TestServers
internal import Testing

/// A master and what must become of it.
struct MasterCase: Sendable, CustomTestStringConvertible {
    let name: String
    let wave: WaveFile
    /// Of the renditions.
    var rate = 44_100
    /// Segments of each.
    let segments: Int

    var testDescription: String { name }

    /// Samples of the renditions: enough to cover the master's last one.
    var samples: Int { (wave.samples * rate + wave.sampleRate - 1) / wave.sampleRate }
    var channels: Int { min(2, wave.channels) }

    static let all = [
        MasterCase(name: "one sample", wave: WaveFile(samples: 1), segments: 1),
        MasterCase(name: "less than a frame", wave: WaveFile(samples: 47), segments: 1),
        MasterCase(name: "one more than the grid", wave: WaveFile(samples: 9217), segments: 1),
        MasterCase(name: "exactly one segment", wave: WaveFile(samples: 175_104), segments: 1),
        MasterCase(name: "exactly two segments", wave: WaveFile(samples: 350_208), segments: 2),
        MasterCase(name: "two segments and a sample", wave: WaveFile(samples: 350_209), segments: 2),
        MasterCase(name: "silence", wave: WaveFile(samples: 100_000, shape: .silence), segments: 1),
        MasterCase(name: "a full-scale square", wave: WaveFile(samples: 100_000, shape: .square), segments: 1),
        MasterCase(name: "mono", wave: WaveFile(channels: 1, samples: 60_000), segments: 1),
        MasterCase(
            name: "5.1", wave: WaveFile(sampleRate: 48_000, channels: 6, samples: 60_000), rate: 48_000, segments: 1),
        MasterCase(
            name: "96 kHz, 24 bit", wave: WaveFile(sampleRate: 96_000, bits: 24, samples: 100_001), rate: 48_000,
            segments: 1),
        MasterCase(name: "8 kHz", wave: WaveFile(sampleRate: 8000, samples: 80_001), rate: 8000, segments: 3),
        MasterCase(name: "22.05 kHz", wave: WaveFile(sampleRate: 22_050, samples: 100_001), rate: 22_050, segments: 2),
        MasterCase(name: "an odd rate", wave: WaveFile(sampleRate: 35_467, samples: 71_234), rate: 48_000, segments: 1),
    ]
}

struct LengthTests {
    @Test(
        "Of every length and kind playlists, manifests and files are whole and decode without a warning",
        arguments: MasterCase.all, Layout.allCases)
    func length(of master: MasterCase, layout: Layout) async throws {
        let made = try await Self.make(master, layout)
        #expect(made.package.master.samples == master.wave.samples)
        for rendition in made.package.renditions {
            #expect(rendition.sampleRate == master.rate, "\(rendition.id)")
            #expect(rendition.channels == master.channels, "\(rendition.id)")
            #expect(rendition.samples == master.samples, "\(rendition.id)")
            #expect(rendition.segments.count == master.segments, "\(rendition.id)")
            #expect(rendition.segments.reduce(0) { $0 + $1.samples } == master.samples, "\(rendition.id)")
        }
        try Self.expectAAC(made, master)
        try Self.expectMP3(made, master)
        try Self.expectVorbis(made, master)
    }

    /// FLAC may leave the total out: then nobody knows the end before it comes.
    @Test(
        "A FLAC master that does not say its length makes the same media", arguments: ["music", "9217-samples"],
        Layout.allCases)
    func unknownLength(name: String, layout: Layout) async throws {
        let known = try await MadePackage(Tool.fixture("\(name).flac"), preset: .small, layout: layout)
        let folder = try TemporaryFolder()
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: known.master)))
        // STREAMINFO: 36 bits of total behind rate, channels and depth (RFC 9639 §8.2).
        bytes[21] &= 0xF0
        bytes.replaceSubrange(22..<26, with: [0, 0, 0, 0])
        try Data(bytes).write(to: URL(filePath: folder / "master.flac"))
        let unknown = try await MadePackage(folder / "master.flac", preset: .small, layout: layout)
        #expect(unknown.package.master.samples == known.package.master.samples)
        #expect(unknown.package.master.integrity == known.package.master.integrity)
        for (one, other) in zip(known.package.renditions, unknown.package.renditions) {
            #expect(one.segments == other.segments)
            #expect(one.samples == other.samples && one.paddingSamples == other.paddingSamples)
        }
        // An init segment that is a file, and a first playlist, are out before the length is known.
        let strangers = known.package.files.filter { !unknown.package.files.contains($0) }.map(\.path)
        #expect(strangers.allSatisfy { $0.contains("/init.") || $0.hasSuffix(".m3u8") }, "\(strangers)")
    }

    private static func make(_ master: MasterCase, _ layout: Layout) async throws -> MadePackage {
        let folder = try TemporaryFolder()
        try master.wave.write(to: folder / "master.wav")
        return try await MadePackage(folder / "master.wav", preset: .small, layout: layout)
    }

    private static func expectAAC(_ made: MadePackage, _ master: MasterCase) throws {
        let rendition = try made.rendition("aac-96")
        let total = try rendition.segments.reduce(0) { try $0 + Fragment(made.bytes(of: $1)).duration }
        #expect(total - rendition.primingSamples == master.samples)
        #expect((0..<1024).contains(rendition.paddingSamples))
        let decoded = try decode(made.playlist(of: rendition), master, with: Tool.currentFFmpeg)
        #expect(decoded == master.samples + rendition.paddingSamples, "AAC")
    }

    private static func expectMP3(_ made: MadePackage, _ master: MasterCase) throws {
        let rendition = try made.rendition("mp3-96")
        let segments = try rendition.segments.map { try MP3Stream(made.bytes(of: $0)) }
        #expect(segments.allSatisfy { $0.frames.first?.mainDataBegin == 0 })
        let all = try decode(made.playlist(of: rendition), master, filter: "asetpts=N/SR/TB")
        #expect(all == master.samples + rendition.primingSamples + rendition.paddingSamples, "MP3")
        #expect(try decode("\(made.path)/mp3/96.mp3", master) == master.samples, "MP3 file")
    }

    private static func expectVorbis(_ made: MadePackage, _ master: MasterCase) throws {
        #expect(try decode("\(made.path)/vorbis.mpd", master) == master.samples, "WebM")
        #expect(try decode("\(made.path)/vorbis/96.ogg", master) == master.samples, "Ogg")
    }

    /// Samples per channel that come out, without a word on the way.
    private static func decode(
        _ path: String, _ master: MasterCase, with program: String = "ffmpeg", filter: String? = nil
    ) throws -> Int {
        let run = try Tool.run(
            program,
            ["-nostdin", "-hide_banner", "-v", "warning", "-i", path] + (filter.map { ["-af", $0] } ?? [])
                + ["-f", "f32le", "-"])
        #expect(run.status == 0, "\(path)")
        // FFmpeg doubts a stream of less than four MP3 frames, durations below a millisecond and, from 7 on, the time
        // of a packed segment that it gives to a frame of another.
        let doubts = [
            "Format mp3 detected only with low score of 1", "Cannot get correct #EXTINF value",
            "timestamp discontinuity",
        ]
        let complaints = run.complaints.split(separator: "\n").filter { line in !doubts.contains { line.contains($0) } }
        #expect(complaints == [], "\(path)")
        return run.floats.count / master.channels
    }
}
