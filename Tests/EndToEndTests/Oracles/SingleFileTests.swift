internal import Foundation
internal import Lathe
internal import LatheMedia
internal import TestServers
internal import Testing

/// Layout `single-file`: few objects, the same samples as in layout `segments`, found by ranges.
struct SingleFileTests {
    private static let ids = Preset.music.renditions.map(\.id)

    @Test("A ladder of one rung is a dozen objects, and as many however long the music is")
    func objects() async throws {
        let short = try await MadePackage(Tool.fixture("9217-samples.flac"), preset: .small, layout: .singleFile)
        let folder = try TemporaryFolder()
        try WaveFile(sampleRate: 8000, channels: 1, samples: 1_000_000).write(to: folder / "master.wav")
        let long = try await MadePackage(folder / "master.wav", preset: .small, layout: .singleFile)
        #expect(try long.rendition("aac-96").segments.count > 30)
        for made in [short, long] {
            #expect(made.package.layout == .singleFile)
            #expect(
                try TemporaryFolder.files(below: made.path) == [
                    "aac/96.m3u8", "aac/96.mp4", "manifest.mpd", "master-mp3.m3u8", "master.m3u8", "mp3/96.m3u8",
                    "mp3/96.mp3", "mp3/96.packed.mp3", "package.json", "vorbis.mpd", "vorbis/96.ogg", "vorbis/96.webm",
                    "waveform.json",
                ])
        }
    }

    @Test("Every segment holds the same coded audio as in layout segments", arguments: ids)
    func sameSamples(id: String) async throws {
        let (one, other) = (try await MadePackage.music(.singleFile), try await MadePackage.music)
        let (ours, theirs) = (try one.rendition(id), try other.rendition(id))
        #expect(ours.segments.map(\.start) == theirs.segments.map(\.start))
        #expect(ours.segments.map(\.samples) == theirs.segments.map(\.samples))
        #expect(ours.primingSamples == theirs.primingSamples && ours.paddingSamples == theirs.paddingSamples)
        for (segment, file) in zip(ours.segments, theirs.segments) {
            let bytes = try one.bytes(of: segment)
            // A segment that is a file of CMAF begins with styp and sidx.
            let isSame = try other.file(file.path).suffix(bytes.count) == bytes[...]
            #expect(isSame, "\(file.path)")
            #expect(bytes.count == file.bytes - (ours.codec == .aac ? 80 : 0))
        }
        if let path = ours.progressive {
            let isSame = try one.file(path) == other.file(path)
            #expect(isSame, "\(path)")
        }
    }

    @Test("package.json tells the bytes of every segment, in order to the end of the file", arguments: ids)
    func ranges(id: String) async throws {
        let made = try await MadePackage.music(.singleFile)
        let rendition = try made.rendition(id)
        let gap = rendition.codec == .aac ? 8 : 0
        var position = (rendition.initRange?.bytes ?? 0) + (rendition.indexRange?.bytes ?? 0)
        #expect(rendition.codec == .mp3 || rendition.indexRange?.offset == rendition.initRange?.bytes)
        for segment in rendition.segments {
            #expect(segment.offset == position)
            let cut = "tail -c +\(position + 1) \(segment.path) | head -c \(segment.bytes) | sha256sum"
            #expect(try Tool.run("bash", ["-c", cut], in: made.path).text.hasPrefix(segment.sha256.hexadecimal))
            position += segment.bytes + gap
        }
        #expect(try made.file(#require(rendition.segments.first).path).count == position)
        #expect(try Package(document: made.file("package.json")) == made.package)
    }

    @Test("The sidx agrees with package.json and with the tfdt of every fragment", arguments: ids.prefix(3))
    func segmentIndex(id: String) async throws {
        let made = try await MadePackage.music(.singleFile)
        let rendition = try made.rendition(id)
        let file = try made.file(#require(rendition.initSegment))
        let index = try #require(SegmentIndex(Boxes(file)["sidx"]))
        #expect(index.earliestPresentationTime == 0 && index.firstOffset == 0)
        // An empty box of 8 bytes follows each.
        #expect(index.references.map(\.bytes) == rendition.segments.map { $0.bytes + 8 })
        #expect(index.references.map(\.samples) == rendition.segments.map(\.samples))
        for segment in rendition.segments {
            let fragment = Fragment(try made.bytes(of: segment))
            #expect(max(0, fragment.decodeTime - rendition.primingSamples) == segment.start)
        }
        let total = try rendition.segments.reduce(0) { try $0 + Fragment(made.bytes(of: $1)).duration }
        #expect(total == rendition.primingSamples + made.package.master.samples)
    }

    @Test("A current FFmpeg fetches all of it over HTTP", arguments: Layout.allCases, ["aac-96", "mp3-320"])
    func http(layout: Layout, id: String) async throws {
        let made = try await MadePackage.music(layout)
        let rendition = try made.rendition(id)
        let server = try await PackageServer(made.path)
        let playlist = "http://127.0.0.1:\(server.port)/\(try #require(rendition.playlist))"
        let options = ["-nostdin", "-v", "error", "-i", playlist, "-af", "asetpts=N/SR/TB", "-f", "f32le", "-"]
        let run = try Tool.run(Tool.currentFFmpeg, options)
        #expect(run.complaints == "")
        let padded = rendition.samples + rendition.paddingSamples
        #expect(run.floats.count / 2 == padded + (rendition.codec == .mp3 ? rendition.primingSamples : 0))
    }

    @Test("FFmpeg seeks to the beginning of a Cluster by the Cues", arguments: ids.suffix(3))
    func cues(id: String) async throws {
        let made = try await MadePackage.music(.singleFile)
        let rendition = try made.rendition(id)
        let path = try #require(rendition.initSegment)
        // Behind the last entry FFmpeg searches packet by packet.
        for segment in rendition.segments.dropLast() {
            let start = Double(segment.start) / 44_100
            let run = try Tool.run(
                "ffprobe",
                ["-v", "warning", "-read_intervals", "\(start + 1)%+#1", "-show_entries", "packet=pts_time,pos"]
                    + ["-of", "csv=p=0", "\(made.path)/\(path)"])
            #expect(run.complaints == "")
            let fields = run.text.split { ",\n".contains($0) }.compactMap { Double($0) }
            let offset = Double(try #require(segment.offset))
            #expect(fields.count == 2 && abs(fields[0] - start) < 0.001, "\(run.text)")
            // The block follows the Cluster's header and timestamp.
            #expect(fields.count == 2 && (1..<20).contains(fields[1] - offset), "\(run.text)")
        }
    }

    @Test("The manifest names what package.json describes, by first and last byte", arguments: ["aac", "vorbis"])
    func manifest(codec: String) async throws {
        let made = try await MadePackage.music(.singleFile)
        let path = "\(made.path)/\(codec == "aac" ? "manifest" : "vorbis").mpd"
        for (index, rendition) in made.package.renditions.filter({ $0.codec.rawValue == codec }).enumerated() {
            func value(_ query: String) throws -> String {
                let place = "//*[local-name()='Representation'][\(index + 1)]/\(query)"
                let run = try Tool.run("xmllint", ["--xpath", "string(\(place))", path])
                return run.text.trimmingCharacters(in: .newlines)
            }
            let (initRange, indexRange) = (try #require(rendition.initRange), try #require(rendition.indexRange))
            #expect(try value("*[local-name()='BaseURL']") == rendition.initSegment)
            #expect(
                try value("*[local-name()='SegmentBase']/@indexRange")
                    == "\(indexRange.offset)-\(indexRange.offset + indexRange.bytes - 1)")
            #expect(try value("*[local-name()='SegmentBase']/*/@range") == "0-\(initRange.bytes - 1)")
        }
    }

    @Test("The playlists name byte ranges, in version 7 for CMAF and 4 for packed MP3", arguments: ids.prefix(6))
    func playlist(id: String) async throws {
        let made = try await MadePackage.music(.singleFile)
        let rendition = try made.rendition(id)
        let text = try made.text(#require(rendition.playlist))
        let name = try #require(rendition.segments.first).path.split(separator: "/").last ?? ""
        for segment in rendition.segments {
            #expect(text.contains("\n#EXT-X-BYTERANGE:\(segment.bytes)@\(try #require(segment.offset))\n\(name)\n"))
        }
        let map = rendition.initRange.map { "#EXT-X-MAP:URI=\"\(name)\",BYTERANGE=\"\($0.bytes)@0\"" }
        #expect(text.split(separator: "\n").first { $0.hasPrefix("#EXT-X-MAP") }.map(String.init) == map)
        let version = "#EXT-X-VERSION:\(rendition.codec == .aac ? 7 : 4)\n"
        #expect(text.contains(version))
        #expect(try made.text(rendition.codec == .aac ? "master.m3u8" : "master-mp3.m3u8").contains(version))
        #expect(text.hasSuffix("#EXT-X-ENDLIST\n"))
    }
}
