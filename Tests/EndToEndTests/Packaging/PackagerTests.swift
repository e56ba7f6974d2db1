internal import Foundation
internal import Lathe
internal import LatheMedia
internal import TestServers
internal import Testing

/// Coded files packaged as they are, judged by what other programs decode before and after.
struct PackagerTests {
    private let bench: PackagingBench
    private var folder: TemporaryFolder { bench.folder }

    init() throws { bench = try PackagingBench() }

    @Test(
        "AAC decodes over all borders to the samples that its file decodes to",
        arguments: [("m4a", 1024), ("aac", 0)], Layout.allCases)
    func aac(_ kind: (name: String, priming: Int), layout: Layout) async throws {
        let input = try bench.encode("music.\(kind.name)", "-c:a", "aac", "-b:a", "96k")
        let package = try await bench.package([input], layout: layout)
        let rendition = try #require(package.renditions.first)
        #expect(rendition.primingSamples == kind.priming)
        #expect(package.notes.isEmpty == (kind.name == "m4a"))
        if kind.name == "m4a" {
            #expect(rendition.samples == 529_200)
            #expect(rendition.segments.map(\.start) == [0, 175_104, 350_208])
        }
        #expect(rendition.segments.reduce(0) { $0 + $1.samples } == rendition.samples)
        let before = try Signal(decoding: input, with: Tool.currentFFmpeg)
        let after = try Signal(
            decoding: "\(folder.path)/package/\(try #require(rendition.playlist))", with: Tool.currentFFmpeg)
        let common = min(before.samples.count, after.samples.count)
        #expect(common >= rendition.samples)
        #expect(Signal.difference(after, before, rendition.samples) == 0)
    }

    @Test(
        "MP3 in segments has the frames of its file, which is there to download, and says what its reservoir does",
        arguments: [true, false])
    func mp3(hasReservoir: Bool) async throws {
        let input = try bench.encode(
            "music.mp3", "-c:a", "libmp3lame", "-b:a", "128k", "-reservoir", hasReservoir ? "1" : "0")
        let package = try await bench.package([input])
        let rendition = try package.rendition("mp3-128")
        #expect(rendition.samples == 529_200 && rendition.primingSamples == 1105)
        #expect(
            try Data(contentsOf: URL(filePath: folder / "package/mp3/128.mp3"))
                == Data(contentsOf: URL(filePath: input)))
        let frames = try MP3Stream([UInt8](Data(contentsOf: URL(filePath: input)))).frames
        let segments = try rendition.segments.map {
            try MP3Stream([UInt8](Data(contentsOf: URL(filePath: "\(folder.path)/package/\($0.path)"))))
        }
        let isSame = segments.flatMap(\.frames).map(\.bytes) == frames.dropFirst().map(\.bytes)
        #expect(isSame)
        #expect(segments.map { $0.frames.count } == [152, 152, 157])
        let dependent = segments.dropFirst().filter { $0.frames[0].mainDataBegin > 0 }.count
        #expect(rendition.dependentSegments ?? 0 == dependent)
        #expect(package.notes.isEmpty == (dependent == 0) && (dependent > 0) == hasReservoir)
        for name in ["master-mp3.m3u8", "mp3/128/index.m3u8"] {
            let playlist = try String(contentsOfFile: folder / "package/\(name)", encoding: .utf8)
            #expect(playlist.contains("INDEPENDENT-SEGMENTS") == (dependent == 0))
        }
    }

    @Test(
        "Vorbis in WebM decodes to exactly the samples of its file", arguments: ["ffmpeg", "oggenc"], Layout.allCases)
    func vorbis(encoder: String, layout: Layout) async throws {
        let input: String
        if encoder == "oggenc" {
            input = folder / "music.ogg"
            #expect(try Tool.run("oggenc", ["-Q", "-b", "96", "-o", input, Tool.fixture("music.flac")]).status == 0)
        } else {
            input = try bench.encode("music.ogg", "-c:a", "libvorbis", "-b:a", "96k")
        }
        let package = try await bench.package([input], layout: layout)
        let rendition = try #require(package.renditions.first)
        #expect(rendition.samples == 529_200)
        let before = try Signal(decoding: input)
        #expect(before.samples.count == 529_200)
        let stream = try Signal(decoding: folder / "package/vorbis.mpd")
        #expect(stream.samples.count >= 529_200)
        #expect(Signal.difference(stream, before, 529_200) == 0)
        let file = "\(folder.path)/package/\(try #require(rendition.progressive))"
        #expect(try Data(contentsOf: URL(filePath: file)) == Data(contentsOf: URL(filePath: input)))
    }

    @Test(
        "FLAC keeps its MD5, whatever its block size",
        arguments: [
            "music.flac", "stereo-96k-24bit.flac", "surround-5.1.flac", "47-samples.flac", "three-frames.flac",
        ],
        Layout.allCases)
    func flac(name: String, layout: Layout) async throws {
        let package = try await bench.package([Tool.fixture(name)], layout: layout)
        let rendition = try package.rendition("flac")
        #expect(package.master.integrity == .md5)
        #expect(rendition.segments.reduce(0) { $0 + $1.samples } == package.master.samples)
        let format = package.master.bitsPerSample == 24 ? "s24le" : "s16le"
        let decode = "ffmpeg -nostdin -v error -i \"$0\" -f \(format) -c:a pcm_\(format) - | md5sum | cut -d ' ' -f 1"
        let playlist = "\(folder.path)/package/\(try #require(rendition.playlist))"
        let stated = try Tool.run("metaflac", ["--show-md5sum", Tool.fixture(name)]).text
        #expect(try Tool.run("sh", ["-c", decode, playlist]).text == stated)
    }

    @Test(
        "All codecs of one programme make one package, and what Lathe made can be packaged again",
        arguments: Layout.allCases)
    func whole(layout: Layout) async throws {
        let made = try await MadePackage.music(.singleFile)
        let inputs = [
            "\(made.path)/aac/96.mp4", try bench.encode("music.m4a", "-c:a", "aac", "-b:a", "160k"),
            "\(made.path)/mp3/160.mp3",
            "\(made.path)/vorbis/96.ogg", made.master,
        ]
        let package = try await bench.package(inputs, layout: layout)
        #expect(package.renditions.map(\.codec) == [.aac, .aac, .mp3, .vorbis, .flac])
        #expect(package.renditions.allSatisfy { $0.samples == 529_200 })
        #expect(package.notes == [])
        #expect(package.preset.name == "package")
        #expect(
            package.manifests.map(\.path) == ["master.m3u8", "manifest.mpd", "master-mp3.m3u8", "vorbis.mpd"])
        let (again, before) = (package.renditions[0], try made.rendition("aac-96"))
        #expect(again.segments.map(\.start) == before.segments.map(\.start))
        #expect(again.segments.map(\.start) == package.renditions[1].segments.map(\.start))
        #expect(
            try Package(document: [UInt8](Data(contentsOf: URL(filePath: folder / "package/package.json")))) == package)
    }

    @Test(
        "Inputs that do not match are refused with the reason, and nothing is left",
        arguments: [
            (["-ar", "48000"], "it has 48000 Hz, and"), (["-ac", "1"], "it has 1 channels, and"),
            (["-t", "10"], "it lasts 441000 samples at 44100 Hz, and"),
            (["-af", "adelay=1105S:all=1,atrim=end_sample=529200"], "it starts 1105 samples later than"),
            (
                ["-af", "atrim=start_sample=300,asetpts=N/SR/TB,apad=whole_len=529200"],
                "it starts 300 samples earlier than"
            ),
            (["-af", "areverse"], "its sound is not that of"),
        ])
    func mismatch(options: [String], cause: String) async throws {
        let first = try bench.encode("first.m4a", "-c:a", "aac", "-b:a", "96k")
        let arguments = ["-nostdin", "-v", "error", "-i", Tool.fixture("music.flac"), "-vn"]
        let run = try Tool.run("ffmpeg", arguments + options + ["-c:a", "aac", "-b:a", "160k", folder / "second.m4a"])
        #expect(run.status == 0, "\(run.complaints)")
        let error = await bench.refusal([first, folder / "second.m4a"])
        #expect(error?.code == .masterRejected)
        #expect(error?.subject == folder / "second.m4a")
        #expect(error?.cause.hasPrefix(cause) == true, "\(error?.cause ?? "")")
        #expect(error?.cause.contains(first) == true)
    }

    @Test("What is no such audio is refused by what it is")
    func foreign() async throws {
        let video = ["-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc=d=1", "-c:v", "mpeg4", folder / "v.mp4"]
        #expect(try Tool.run("ffmpeg", video).status == 0)
        #expect(await bench.refusal([folder / "v.mp4"])?.cause == "it has a video track")
        #expect(await bench.refusal([try bench.encode("a.m4a", "-c:a", "alac")])?.cause == "it holds \"alac\"")
        let opus = try bench.encode("o.opus", "-c:a", "libopus")
        #expect(await bench.refusal([opus])?.cause == "it looks like an Ogg Opus file")
        #expect(
            await bench.refusal([Tool.fixture("lossy.mp3"), Tool.fixture("lossy.mp3")])?.cause.contains("are both mp3-")
                == true)
        #expect(await bench.refusal([])?.code == .masterNotFound)
    }

    @Test("The command line makes the same package, says so, and refuses with exit status 65")
    func commandLine() async throws {
        let input = try bench.encode("music.m4a", "-c:a", "aac", "-b:a", "96k")
        _ = try await bench.package([input])
        let run = try Tool.run(Tool.lathe, ["package", input, "--output", folder / "again"])
        #expect(run.status == 0 && run.complaints == "", "\(run.complaints)")
        #expect(run.text.contains("master.m3u8 (aac-"))
        #expect(try Tool.run("diff", ["-r", folder / "package", folder / "again"]).status == 0)
        let json = try Tool.run(Tool.lathe, ["package", input, "-o", folder / "again", "--overwrite", "--json"])
        #expect(json.text.contains(#""event":"finished""#))
        try Data(Data(contentsOf: URL(filePath: input)).prefix(100_000)).write(to: URL(filePath: folder / "cut.m4a"))
        let bad = try Tool.run(Tool.lathe, ["package", folder / "cut.m4a", "-o", folder / "bad"])
        #expect(bad.status == 65 && bad.complaints.contains("it ends within"), "\(bad.complaints)")
        #expect(!FileManager.default.fileExists(atPath: folder / "bad"))
        #expect(try Tool.run(Tool.lathe, ["package", "-o", folder / "bad"]).status == 64)
    }
}
