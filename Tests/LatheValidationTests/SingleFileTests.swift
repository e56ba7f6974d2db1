@testable import LatheValidation
import Testing

@Suite("Packages of single files")
struct SingleFileTests {
    @Test("Byte ranges, a global sidx and Cues are followed, and nothing is found")
    func clean() async throws {
        let report = try SingleFilePackage(try await SamplePackage.music).report()
        #expect(report.findings == [], "\(report.findings.map { "\($0.place): \($0.message)" })")
        #expect(report.segmentCount == 6)
    }

    @Test("An @indexRange that names something else is found", arguments: ["aac.mpd", "vorbis.mpd"])
    func indexRange(path: String) async throws {
        var package = SingleFilePackage(try await SamplePackage.music)
        let text = String(decoding: package.files[path] ?? [], as: UTF8.self)
        package.files[path] = Array(text.replacing(/indexRange="\d+-/, with: "indexRange=\"0-").utf8)
        #expect(try package.report().findings.map(\.code).contains(.dashIndexWrong))
    }

    @Test(
        "A sidx with another size or duration is found",
        arguments: [(0, FindingCode.bmffIndexWrong), (4, .dashDurationWrong)])
    func reference(offset: Int, code: FindingCode) async throws {
        var package = SingleFilePackage(try await SamplePackage.music)
        var bytes = package.files["aac.mp4"] ?? []
        let place = try #require(bytes.firstRange(of: Array("sidx".utf8))?.upperBound) + 24 + offset
        bytes.replaceSubrange(place..<place + 4, with: SingleFilePackage.big(90_000, 4))
        package.files["aac.mp4"] = bytes
        let codes = Set(try package.report().findings.map(\.code))
        #expect(codes.contains(code), "\(codes)")
    }

    @Test("A CuePoint that leads to no Cluster is found")
    func cues() async throws {
        var package = SingleFilePackage(try await SamplePackage.music)
        var bytes = package.files["vorbis.webm"] ?? []
        let place = try #require(bytes.firstRange(of: [0xF1, 0x84])?.upperBound) + 3
        bytes[place] ^= 1
        package.files["vorbis.webm"] = bytes
        #expect(try package.report().findings.map(\.code).contains(.webmCuesWrong))
    }

    @Test("A truncated file is found")
    func truncated() async throws {
        var package = SingleFilePackage(try await SamplePackage.music)
        package.files["aac.mp4"]?.removeLast(10)
        let codes = Set(try package.report().findings.map(\.code))
        #expect(codes.isSuperset(of: [.byteRangeOutside, .bmffIndexWrong]))
    }
}
