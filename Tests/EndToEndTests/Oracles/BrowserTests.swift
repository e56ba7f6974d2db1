internal import Foundation
internal import Lathe
internal import TestServers
internal import Testing

/// Headless Chromium plays the package, as it is and through Media Source Extensions.
struct BrowserTests {
    private struct Report: Decodable {
        struct Native: Decodable { let duration, played, afterSeek: Double }
        struct Source: Decodable {
            let ranges: [[Double]]
            let played: Double
        }

        let errors: [String]
        let native, nativeFLAC: Native?
        let aac, switched, mp3, vorbis, flac, opus: Source?
        /// Samples that `decodeAudioData` gives for all segments of AAC and FLAC.
        let decoded, decodedFLAC: Int?
    }

    @Test(
        "Chromium plays HLS natively, and segments of AAC, MP3 and Vorbis through Media Source Extensions, without a gap",
        arguments: Layout.allCases)
    func chromium(layout: Layout) async throws {
        let made = try await MadePackage.music(layout)
        let report = try await Self.report(on: made.path)
        #expect(report.errors == [])
        let seconds = Double(made.package.master.samples) / 44_100

        let native = try #require(report.native)
        #expect(abs(native.duration - seconds) < 0.05)
        #expect(native.played > 0.5 && native.afterSeek > 0.5)

        // MP3 comes with its priming and padding.
        for (source, slack) in [(report.aac, 0.03), (report.switched, 0.03), (report.vorbis, 0.03), (report.mp3, 0.06)]
        {
            let source = try #require(source)
            #expect(source.ranges.count == 1)
            #expect(abs(source.ranges[0][0]) < 0.03)
            #expect(abs(source.ranges[0][1] - seconds) < slack)
            #expect(source.played > 0.5)
        }
        #expect(report.decoded == made.package.master.samples)
    }

    @Test("Chromium plays segments of FLAC and Opus through Media Source Extensions, without a gap")
    func flacAndOpus() async throws {
        let preset = Preset(
            name: "others",
            renditions: [Preset.Rendition(codec: .flac), Preset.Rendition(codec: .opus, kilobitsPerSecond: 96)])
        let made = try await MadePackage(Tool.fixture("music.flac"), preset: preset)
        let report = try await Self.report(on: made.path)
        #expect(report.errors == [])
        for source in [report.flac, report.opus] {
            let source = try #require(source)
            #expect(source.ranges.count == 1)
            #expect(abs(source.ranges[0][0]) < 0.03)
            #expect(abs(source.ranges[0][1] - 12) < 0.03)
            #expect(source.played > 0.5)
        }
        #expect(abs(try #require(report.nativeFLAC).duration - 12) < 0.05)
        #expect(report.decodedFLAC == 529_200)
    }

    private static func report(on package: String) async throws -> Report {
        let server = try await PackageServer(package)
        let profile = try TemporaryFolder()
        let browser = try Tool.start(
            "chromium",
            [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required",
                "--user-data-dir=\(profile.path)", "http://127.0.0.1:\(server.port)/",
            ])
        defer {
            browser.terminate()
            browser.waitUntilExit()
        }
        return try await JSONDecoder().decode(Report.self, from: server.report(within: 400))
    }
}
