internal import Foundation
internal import Lathe
internal import LatheMedia
internal import TestServers
internal import Testing

/// MP3 of other kinds than LAME makes at 44.1 kHz.
struct OddMP3Tests {
    private let bench: PackagingBench

    init() throws { bench = try PackagingBench() }

    @Test("MPEG-2 and 2.5, with 576 samples a frame, is timed by its frames", arguments: [24_000, 22_050, 11_025])
    func lowRates(rate: Int) async throws {
        let input = try bench.encode(
            "music.mp3", "-ar", "\(rate)", "-c:a", "libmp3lame", "-b:a", "64k", "-reservoir", "0")
        let package = try await bench.package([input])
        let rendition = try #require(package.renditions.first)
        #expect(rendition.sampleRate == rate && rendition.samples == 12 * rate && rendition.primingSamples == 1105)
        let segments = try rendition.segments.map {
            try MP3Stream([UInt8](Data(contentsOf: URL(filePath: "\(bench.folder.path)/package/\($0.path)"))))
        }
        #expect(segments.dropLast().map { $0.frames.count * 576 } == rendition.segments.dropLast().map(\.samples))
        let times = rendition.segments.map { ($0.start * 90_000 + rate / 2) / rate }
        #expect(segments.map(\.transportStreamTimestamp) == times)

        let file = try Signal(decoding: input)
        let stream = try Signal(decoding: bench.playlist(of: rendition))
        #expect(file.samples.count == rendition.samples)
        #expect(Signal.difference(stream.samples.dropFirst(1105), file.samples[...], rendition.samples) == 0)
        let master = try Signal(decoding: Tool.fixture("music.flac"), rate: rate)
        #expect(file.lag(against: master, at: 6 * rate) == 0)
    }

    @Test("Fraunhofer's tag is no music, and its count of frames is checked", arguments: [44_100, 24_000])
    func vbri(rate: Int) async throws {
        let (input, frames) = try bench.fraunhofer(rate: rate)
        let package = try await bench.package([input])
        let rendition = try #require(package.renditions.first)
        #expect(rendition.samples == frames * (rate == 24_000 ? 576 : 1152) && rendition.primingSamples == 0)
        let note = "\(rendition.id): the file has no LAME tag: all samples are taken for the programme"
        #expect(package.notes.first == note)
        #expect(package.master.integrity == .length)

        let file = try Signal(decoding: input)
        let stream = try Signal(decoding: bench.playlist(of: rendition))
        #expect(file.samples.count == rendition.samples && stream.samples.count == rendition.samples)
        #expect(Signal.difference(stream, file, rendition.samples) == 0)
    }

    @Test(
        "Without LAME's tag all is taken, whatever lies around it",
        arguments: [
            ["-write_xing", "0"], ["-write_xing", "0", "-id3v2_version", "0", "-write_id3v1", "1"],
            ["-write_id3v1", "1"], ["-id3v2_version", "4"],
        ])
    func tags(options: [String]) async throws {
        let path = bench.folder / "music.mp3"
        let arguments = ["-nostdin", "-v", "error", "-i", Tool.fixture("music.flac"), "-c:a", "libmp3lame"]
        #expect(try Tool.run("ffmpeg", arguments + ["-b:a", "128k"] + options + [path]).status == 0)
        let isTold = !options.contains("-write_xing")
        let rendition = try #require(try await bench.package([path], hasTag: isTold).renditions.first)
        #expect(try Signal(decoding: path).samples.count == rendition.samples)
        #expect(rendition.primingSamples == (isTold ? 1105 : 0))
        #expect(rendition.samples == (isTold ? 529_200 : 461 * 1152))
    }

    @Test("With Fraunhofer's tag a missing frame is found")
    func vbriTruncation() async throws {
        let (input, frames) = try bench.fraunhofer(extraFrames: 2)
        let error = await bench.refusal([input])
        #expect(error?.code == .masterRejected)
        #expect(error?.cause == "it has \(frames) frames, and its tag says \(frames + 2)")
    }
}
