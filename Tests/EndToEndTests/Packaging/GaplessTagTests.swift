internal import Foundation
internal import Lathe
internal import TestServers
internal import Testing

/// iTunes' gapless tag, where it is all that says what of an M4A file is the programme.
struct GaplessTagTests {
    private let bench: PackagingBench

    init() throws { bench = try PackagingBench() }

    /// The fixture with the priming that Apple's encoder has, 2112 samples, of which FFmpeg's makes 1024.
    private func file(priming: Int, samples: Int) throws -> String {
        let path = try bench.encode("music.m4a", "-af", "adelay=1088S:all=1", "-c:a", "aac", "-b:a", "96k")
        let bytes = TaggedM4A([UInt8](try Data(contentsOf: URL(filePath: path))))
            .withoutEditList.withGaplessTag(priming: priming, padding: 704, samples: samples)
        try Data(bytes.bytes).write(to: URL(filePath: path))
        return path
    }

    /// All samples that a decoder makes of the frames: ADTS has no priming that it could cut away.
    private func everySample(of path: String) throws -> Signal {
        let bare = bench.folder / "bare.aac"
        let run = try Tool.run("ffmpeg", ["-nostdin", "-v", "error", "-i", path, "-c", "copy", bare])
        #expect(run.status == 0, "\(run.complaints)")
        return try Signal(decoding: bare, with: Tool.currentFFmpeg)
    }

    @Test("Priming and length are the tag's, to the sample", arguments: Layout.allCases)
    func honoured(layout: Layout) async throws {
        let input = try file(priming: 2112, samples: 529_200)
        let package = try await bench.package([input], layout: layout)
        let rendition = try #require(package.renditions.first)
        #expect(rendition.primingSamples == 2112)
        #expect(rendition.samples == 529_200 && package.master.samples == 529_200)
        #expect(rendition.segments.reduce(0) { $0 + $1.samples } == 529_200)
        #expect(package.notes == [])

        let stream = try Signal(decoding: bench.playlist(of: rendition), with: Tool.currentFFmpeg)
        let whole = try everySample(of: input)
        #expect(stream.samples.count >= 529_200)
        #expect(Signal.difference(stream.samples[...], whole.samples[2112...], 529_200) == 0)
        let master = try Signal(decoding: Tool.fixture("music.flac"))
        for place in [50_000, 260_000, 500_000] { #expect(stream.lag(against: master, at: place) == 0) }
    }

    @Test("Beside other codecs it begins with them")
    func ladder() async throws {
        let other = try bench.encode("music.mp3", "-c:a", "libmp3lame", "-b:a", "96k")
        let package = try await bench.package([try file(priming: 2112, samples: 529_200), other])
        #expect(package.renditions.map(\.samples) == [529_200, 529_200])
        #expect(package.notes.allSatisfy { !$0.contains("priming") }, "\(package.notes)")
    }

    @Test("A tag that is wrong by some samples is found out beside another file")
    func wrongPriming() async throws {
        let other = try bench.encode("music.mp3", "-c:a", "libmp3lame", "-b:a", "96k")
        let error = await bench.refusal([other, try file(priming: 1024, samples: 529_200)])
        #expect(error?.cause.hasPrefix("it starts 1088 samples later than") == true)
    }

    @Test("A tag that speaks of more samples than there are is ignored, and a note says so")
    func impossible() async throws {
        let package = try await bench.package([try file(priming: 2112, samples: 1_000_000)])
        let rendition = try #require(package.renditions.first)
        #expect(rendition.primingSamples == 0 && rendition.samples == 531_312)
        #expect(package.notes.first?.contains("its tag iTunSMPB speaks of 1002112 samples, there are 531312") == true)
    }
}
