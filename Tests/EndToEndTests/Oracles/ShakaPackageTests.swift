internal import Foundation
internal import Lathe
internal import LatheValidation
internal import TestServers
internal import Testing

/// What Shaka Packager makes, and what is known to be wrong with it.
struct ShakaPackageTests {
    /// Files to package, and exactly what is found in the package.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        /// Options of FFmpeg for each input, the last of them its name.
        let inputs: [[String]]
        var isInOneFile = false
        /// Of media segments and of init segments.
        var suffixes = ("m4s", "mp4")
        var formats: Set<String> = ["hls", "dash"]
        let codes: Set<FindingCode>

        var testDescription: String { name }
    }

    private static let ladder = ["96k", "160k"].map { ["-c:a", "aac", "-b:a", $0, "\($0).mp4"] }

    static let cases = [
        Case(name: "AAC ladder in segments", inputs: ladder, codes: [.hlsGroupLadder, .hlsURIRepeated]),
        Case(
            name: "AAC ladder in one file each", inputs: ladder, isInOneFile: true,
            codes: [.hlsGroupLadder, .hlsURIRepeated]),
        Case(
            name: "FLAC", inputs: [["-c:a", "flac", "-strict", "experimental", "flac.mp4"]], codes: [.hlsURIRepeated]),
        Case(name: "Opus", inputs: [["-c:a", "libopus", "-b:a", "64k", "opus.mp4"]], codes: [.hlsURIRepeated]),
        Case(
            name: "Vorbis in WebM", inputs: [["-c:a", "libvorbis", "-b:a", "96k", "vorbis.webm"]],
            suffixes: ("webm", "webm"), formats: ["dash"], codes: [.dashProfileWrong, .dashTimeInexact]),
        Case(
            name: "packed AAC", inputs: [["-c:a", "aac", "-b:a", "96k", "packed.mp4"]], suffixes: ("aac", ""),
            formats: ["hls"], codes: [.hlsURIRepeated]),
    ]

    @Test("Its known faults are found, and none is invented", arguments: cases)
    func faults(of example: Case) throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder / "package", withIntermediateDirectories: true)
        for options in example.inputs {
            let source = ["-nostdin", "-v", "error", "-i", Tool.fixture("music.flac"), "-vn"]
            let run = try Tool.run("ffmpeg", source + options, in: folder.path)
            #expect(run.status == 0, "\(run.complaints)")
        }
        let run = try Tool.run(Tool.shakaPackager, Self.arguments(of: example), in: folder / "package")
        #expect(run.status == 0, "\(run.complaints)")
        let findings = try Validator(path: folder / "package").validate().findings
        #expect(Set(findings.map(\.code)) == example.codes, "\(findings.map { "\($0.place): \($0.message)" })")
    }

    private static func arguments(of example: Case) -> [String] {
        let streams = example.inputs.compactMap(\.last).map { file in
            let name = file.prefix { $0 != "." }
            var fields = ["in=../\(file)", "stream=audio"]
            if example.isInOneFile {
                fields.append("output=\(file)")
            } else {
                let (media, start) = example.suffixes
                fields.append("segment_template=\(name)/$Number$.\(media)")
                if !start.isEmpty { fields.append("init_segment=\(name)/init.\(start)") }
            }
            if example.formats.contains("hls") { fields += ["playlist_name=\(name).m3u8", "hls_group_id=audio"] }
            return fields.joined(separator: ",")
        }
        var options = ["--segment_duration", "4"]
        if example.formats.contains("hls") { options += ["--hls_master_playlist_output", "master.m3u8"] }
        if example.formats.contains("dash") { options += ["--mpd_output", "manifest.mpd"] }
        if !example.isInOneFile { options.append("--generate_static_live_mpd") }
        return streams + options
    }
}
