internal import Foundation
internal import Lathe
internal import LatheMedia
internal import TestServers
internal import Testing

struct ManifestTests {
    @Test("Time is the same in MPD, sidx and tfdt of every AAC segment", arguments: 0...2)
    func timing(rank: Int) async throws {
        let made = try await MadePackage.music
        let rendition = made.package.renditions[rank]
        let manifest = try Tool.run(
            "xmllint",
            [
                "--xpath", "//*[local-name()='Representation'][\(rank + 1)]//*[local-name()='S']",
                "\(made.path)/manifest.mpd",
            ])
        var time = 0
        var listed: [(start: Int, samples: Int)] = []
        for line in manifest.text.split(separator: ">") where line.contains(" d=\"") {
            let duration = try #require(Self.attribute("d", of: line))
            for _ in 0...(Self.attribute("r", of: line) ?? 0) {
                listed.append((time, duration))
                time += duration
            }
        }
        #expect(listed.map(\.start) == rendition.segments.map(\.start))
        for (entry, segment) in zip(listed, rendition.segments) {
            let fragment = Fragment(try made.file(segment.path))
            #expect(fragment.earliestPresentationTime == entry.start)
            #expect(max(0, fragment.decodeTime - 1024) == entry.start)
            #expect(fragment.indexedDuration == entry.samples)
        }
        #expect(time == made.package.master.samples)
    }

    @Test(
        "EXTINF adds up to the master and stays within the target duration",
        arguments: ["aac-96", "aac-320", "mp3-96", "mp3-320"], Layout.allCases)
    func durations(id: String, layout: Layout) async throws {
        let made = try await MadePackage.music(layout)
        let playlist = try #require(try made.rendition(id).playlist)
        let lines = try made.text(playlist).split(separator: "\n")
        let durations = lines.filter { $0.hasPrefix("#EXTINF:") }
            .compactMap { Int($0.dropFirst(8).dropLast().replacing(".", with: "")) }
        let expected = (made.package.master.samples * 1_000_000 + 22_050) / 44_100
        #expect(durations.reduce(0, +) == expected)
        let target = try #require(
            lines.first { $0.hasPrefix("#EXT-X-TARGETDURATION:") }.flatMap { Int($0.dropFirst(22)) })
        #expect(durations.allSatisfy { ($0 + 500_000) / 1_000_000 <= target })
        #expect(lines.last == "#EXT-X-ENDLIST")
    }

    @Test(
        "Bandwidths are what the segments weigh",
        arguments: [("master.m3u8", "aac"), ("master-mp3.m3u8", "mp3")], Layout.allCases)
    func bandwidths(entryPoint: (path: String, codec: String), layout: Layout) async throws {
        let made = try await MadePackage.music(layout)
        let (path, codec) = entryPoint
        let lines = try made.text(path).split(separator: "\n").map(String.init)
        for kilobits in [96, 160, 320] {
            let rendition = try made.rendition("\(codec)-\(kilobits)")
            let playlist = try #require(rendition.playlist)
            let place = try #require(lines.firstIndex(of: playlist))
            let (peak, average) = Self.measure(rendition, target: 4)
            #expect(lines[place - 1].contains("BANDWIDTH=\(peak),AVERAGE-BANDWIDTH=\(average),"))
            if codec == "aac" { #expect(try made.text("manifest.mpd").contains("bandwidth=\"\(peak)\"")) }
        }
    }

    @Test("No output names the machine, a path on it or the day it was made")
    func nothingLocal() async throws {
        let made = try await MadePackage.music
        let host = ProcessInfo.processInfo.hostName
        let texts = made.package.files.map(\.path).filter { !$0.contains("0000") && !$0.hasPrefix("vorbis/") }
        for path in texts + ["package.json"] where ["m3u8", "mpd", "json"].contains(URL(filePath: path).pathExtension) {
            let text = try made.text(path)
            #expect(!text.contains(made.folder.path) && !text.contains("/home") && !text.contains("file://"), "\(path)")
            #expect(host.count < 4 || !text.contains(host), "\(path)")
        }
    }

    /// RFC 8216 §4.1 to the letter, over every run of segments.
    private static func measure(_ rendition: Package.Rendition, target: Int) -> (peak: Int, average: Int) {
        func rate(_ run: ArraySlice<Package.Segment>) -> Int {
            let samples = run.reduce(0) { $0 + $1.samples }
            return (run.reduce(0) { $0 + $1.bytes } * 8 * rendition.sampleRate + samples - 1) / samples
        }
        let segments = rendition.segments
        var peak = 0
        for first in segments.indices {
            for end in first + 1...segments.count {
                let samples = segments[first..<end].reduce(0) { $0 + $1.samples }
                guard 2 * samples >= target * rendition.sampleRate, 2 * samples <= 3 * target * rendition.sampleRate
                else { continue }
                peak = max(peak, rate(segments[first..<end]))
            }
        }
        return (peak, rate(segments[...]))
    }

    private static func attribute(_ name: String, of text: Substring) -> Int? {
        text.firstRange(of: " \(name)=\"").flatMap { Int(text[$0.upperBound...].prefix { $0 != "\"" }) }
    }
}

struct DocumentTests {
    @Test("package.json reads back as the value that the library returned")
    func roundTrip() async throws {
        let made = try await MadePackage.music
        #expect(try Package(document: made.file("package.json")) == made.package)
    }

    @Test("Every file is listed with its size and checksum, and no other is there", arguments: Layout.allCases)
    func files(layout: Layout) async throws {
        let made = try await MadePackage.music(layout)
        let found = try TemporaryFolder.files(below: made.path)
        #expect(found == (made.package.files.map(\.path) + ["package.json"]).sorted())
        let sums = try Tool.run("sha256sum", made.package.files.map(\.path), in: made.path)
        #expect(
            sums.text.split(separator: "\n").map(String.init)
                == made.package.files.map { "\($0.sha256.hexadecimal)  \($0.path)" })
        for file in made.package.files { #expect(try made.file(file.path).count == file.bytes) }
    }

    @Test("It holds the master's tags, loudness and proof")
    func master() async throws {
        let package = try await MadePackage.music.package
        #expect(package.master.integrity == .md5)
        #expect(package.master.tags.title == "Fixture in C")
        let loudness = try #require(package.loudness.integrated)
        // ffmpeg -i Fixtures/music.flac -af ebur128 -f null -
        #expect(abs(loudness + 17.2) < 0.1)
    }
}
