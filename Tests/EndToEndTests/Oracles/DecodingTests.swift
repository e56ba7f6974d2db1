internal import Foundation
internal import Lathe
internal import Testing

struct DecodingTests {
    /// Everything that a player may be given, and the filter that a complaint-free decode of it needs.
    static let entryPoints =
        common.map { ($0, .segments) } + common.map { ($0, .singleFile) }
        + [96, 160, 320].flatMap {
            [
                ("aac/\($0)/index.m3u8", .segments), ("mp3/\($0)/index.m3u8", .segments),
                ("aac/\($0).m3u8", .singleFile), ("mp3/\($0).m3u8", .singleFile), ("aac/\($0).mp4", .singleFile),
                ("vorbis/\($0).webm", .singleFile),
            ] as [(String, Layout)]
        }

    private static let common =
        ["master.m3u8", "master-mp3.m3u8", "manifest.mpd", "vorbis.mpd"]
        + [96, 160, 320].flatMap { ["mp3/\($0).mp3", "vorbis/\($0).ogg"] }

    @Test("FFmpeg decodes it without a warning", arguments: entryPoints)
    func decodesSilently(path: String, layout: Layout) async throws {
        let made = try await MadePackage.music(layout)
        // FFmpeg's HLS demuxer reads packed audio in chunks that cross segment borders, so it gives the time of the
        // next segment's tag to a frame too early, and its muxer then warns of its own sum: count samples instead.
        let filter = path.contains("mp3") && path.hasSuffix("m3u8") ? ["-af", "asetpts=N/SR/TB"] : []
        let run = try Tool.run(
            "ffmpeg", ["-nostdin", "-v", "warning", "-i", "\(made.path)/\(path)"] + filter + ["-f", "f32le", "-"])
        #expect(run.status == 0)
        #expect(run.complaints == "")
        // FFmpeg 7 applies the edit list anew with each segment of DASH.
        let rendition = made.package.renditions[0]
        let lost = path == "manifest.mpd" ? rendition.primingSamples * rendition.segments.count : 0
        #expect(run.output.count / 8 >= made.package.master.samples - lost)
    }

    @Test("ffprobe finds codec, rate and duration of each rendition", arguments: Preset.music.renditions.map(\.id))
    func probe(id: String) async throws {
        let made = try await MadePackage.music
        let rendition = try #require(made.package.renditions.first { $0.id == id })
        let path = try #require(rendition.progressive ?? rendition.playlist)
        let entries = "stream=codec_name,sample_rate,channels:format=duration"
        let run = try Tool.run(
            "ffprobe", ["-v", "error", "-show_entries", entries, "-of", "default=nk=1:nw=1", "\(made.path)/\(path)"])
        let lines = run.text.split(separator: "\n").map(String.init)
        #expect(lines.prefix(3) == [rendition.codec.rawValue, "44100", "2"])
        let duration = try #require(lines.last.flatMap(Double.init))
        let seconds = Double(made.package.master.samples) / 44_100
        // FFmpeg counts whole frames of MP3, and microseconds.
        #expect(abs(duration - seconds) < (rendition.codec == .mp3 ? 0.06 : 0.00001))
    }

    @Test("The manifests are well-formed XML", arguments: ["manifest.mpd", "vorbis.mpd"], Layout.allCases)
    func wellFormed(path: String, layout: Layout) async throws {
        let run = try Tool.run("xmllint", ["--noout", "\(try await MadePackage.music(layout).path)/\(path)"])
        #expect(run.status == 0, "\(run.complaints)")
    }

    @Test(
        "mpv plays every entry point to its end", arguments: ["master.m3u8", "master-mp3.m3u8", "manifest.mpd"],
        Layout.allCases)
    func mpv(entryPoint: String, layout: Layout) async throws {
        let path = try await MadePackage.music(layout).path
        let run = try Tool.run(
            "mpv", ["--no-config", "--no-video", "--ao=null", "--untimed", "\(path)/\(entryPoint)"])
        #expect(run.status == 0)
        #expect(run.text.contains("End of file"))
    }

    @Test("GStreamer decodes what may be downloaded", arguments: ["mp3/320.mp3", "vorbis/320.ogg"])
    func gstreamer(path: String) async throws {
        let file = "\(try await MadePackage.music.path)/\(path)"
        let run = try Tool.run(
            "gst-launch-1.0", ["-q", "filesrc", "location=\(file)", "!", "decodebin", "!", "fakesink"])
        #expect(run.status == 0, "\(run.complaints)")
    }
}
