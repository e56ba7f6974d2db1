internal import Foundation
internal import Lathe
internal import LatheValidation
internal import TestServers
internal import Testing

/// `lathe validate` on packages of Lathe and of others.
struct ValidationTests {
    @Test("Nothing is found in the package of the fixture, as a whole and by each of its entry points")
    func music() async throws {
        let made = try await MadePackage.music
        let entries = made.package.manifests.map(\.path) + made.package.renditions.compactMap(\.playlist)
        for name in [""] + entries {
            let run = try Tool.run(Tool.lathe, ["validate", "\(made.path)/\(name)"])
            #expect(run.status == 0, "\(name)")
            #expect(run.text.hasPrefix("package is clean: "), "\(name): \(run.text)")
        }
    }

    @Test("Nothing is found in packages of every length and kind", arguments: MasterCase.all)
    func length(of master: MasterCase) async throws {
        let folder = try TemporaryFolder()
        try master.wave.write(to: folder / "master.wav")
        let made = try await MadePackage(folder / "master.wav", preset: .small)
        let findings = try Validator(path: made.path).validate().findings
        #expect(findings == [], "\(findings.map { "\($0.place): \($0.message)" })")
    }

    @Test(
        "Nothing is found in either layout, with FLAC and Opus",
        arguments: ["music.flac", "stereo-96k-24bit.flac", "surround-5.1.flac", "one-sample.flac"], Layout.allCases)
    func everyCodec(master: String, layout: Layout) async throws {
        var preset = try Preset.musicLossless.selecting(["aac-96", "aac-160", "flac", "mp3-96", "vorbis-96"])
        preset.renditions += Preset.opus.renditions
        let made = try await MadePackage(Tool.fixture(master), preset: preset, layout: layout)
        let findings = try Validator(path: made.path).validate().findings
        #expect(findings == [], "\(findings.map { "\($0.place): \($0.message)" })")
    }

    @Test("Where the master does not say its length, nothing is found either", arguments: ["music", "9217-samples"])
    func unknownLength(name: String) async throws {
        let folder = try TemporaryFolder()
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: Tool.fixture("\(name).flac"))))
        bytes[21] &= 0xF0
        bytes.replaceSubrange(22..<26, with: [0, 0, 0, 0])
        try Data(bytes).write(to: URL(filePath: folder / "master.flac"))
        let made = try await MadePackage(folder / "master.flac", preset: .small)
        #expect(try Validator(path: made.path).validate().findings == [])
    }

    @Test("Errors give exit status 65 and a line for each")
    func damaged() async throws {
        let made = try await MadePackage.music
        let folder = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: made.path, toPath: folder / "package")
        try FileManager.default.removeItem(atPath: folder / "package/aac/96/00002.m4s")
        let run = try Tool.run(Tool.lathe, ["validate", folder / "package"])
        #expect(run.status == 65)
        #expect(run.text.contains("aac/96/index.m3u8:11: error: aac/96/00002.m4s is named, but is not there"))
    }

    @Test("A link that leads out of the package is as good as absent")
    func link() async throws {
        let made = try await MadePackage.music
        let folder = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: made.path, toPath: folder / "package")
        try FileManager.default.moveItem(atPath: folder / "package/waveform.json", toPath: folder / "waveform.json")
        try FileManager.default.createSymbolicLink(
            atPath: folder / "package/waveform.json", withDestinationPath: folder / "waveform.json")
        #expect(Set(try Validator(path: folder / "package").validate().findings.map(\.code)) == [.fileMissing])
    }

    @Test("A package whose writer died is called unfinished, and nothing else is wrong with it")
    func unfinished() async throws {
        let run = try RunningLathe(try await MadeMaster.tenMinutes)
        #expect(run.waits(for: "aac/96/00003.m4s"))
        run.send(SIGKILL)
        run.wait()
        let codes = Set(try Validator(path: run.output).validate().findings.map(\.code))
        #expect(codes.isSubset(of: [.packageUnfinished, .hlsOpen]))
        #expect(codes.contains(.packageUnfinished))
    }

    @Test("Of a resumable run that died nothing else is said either", arguments: Layout.allCases)
    func unfinishedResumable(layout: Layout) async throws {
        let package = try await UnfinishedPackage(layout)
        #expect(try package.interrupt() == 128 + SIGKILL)
        #expect(try package.finished().count >= 2)
        let codes = Set(try Validator(path: package.path).validate().findings.map(\.code))
        #expect(codes.isSubset(of: [.packageUnfinished, .hlsOpen]), "\(codes)")
        #expect(codes.contains(.packageUnfinished))
    }
}

/// What FFmpeg packages, and what is known to be wrong with it.
struct ForeignPackageTests {
    /// A way to package with FFmpeg 5.1, and exactly what is found.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let arguments: [String]
        let codes: Set<FindingCode>
        /// Those of them that FFmpeg 7.1 does not have any more.
        var mended: Set<FindingCode> = []

        var testDescription: String { name }
    }

    static let cases = [
        Case(
            name: "AAC in fragmented MP4 by HLS",
            arguments: [
                "-c:a", "aac", "-b:a", "128k", "-f", "hls", "-hls_time", "4", "-hls_playlist_type", "vod",
                "-hls_segment_type", "fmp4", "-master_pl_name", "master.m3u8", "FOLDER/audio.m3u8",
            ],
            codes: [.editListMissing, .hlsNotIndependent, .hlsDurationInexact, .bmffBrandMissing, .hlsBandwidthHigh],
            mended: [.hlsBandwidthHigh]),
        Case(
            name: "AAC in one file by HLS",
            arguments: [
                "-c:a", "aac", "-b:a", "128k", "-f", "hls", "-hls_time", "4", "-hls_playlist_type", "vod",
                "-hls_segment_type", "fmp4", "-hls_flags", "single_file", "FOLDER/audio.m3u8",
            ],
            codes: [.editListMissing, .hlsNotIndependent, .hlsDurationInexact, .bmffBrandMissing]),
        Case(
            name: "MP3 segments",
            arguments: [
                "-c:a", "libmp3lame", "-b:a", "128k", "-f", "segment", "-segment_time", "4", "-segment_list",
                "FOLDER/audio.m3u8", "-segment_format", "mp3", "FOLDER/%d.mp3",
            ],
            codes: [
                .mp3InfoFrame, .mp3ReservoirCrosses, .packedTimestampMissing, .hlsNotIndependent, .hlsDurationWrong,
                .hlsDurationInexact,
            ]),
        Case(
            name: "AAC by DASH and HLS",
            arguments: [
                "-c:a", "aac", "-b:a", "96k", "-f", "dash", "-seg_duration", "4", "-hls_playlist", "1",
                "FOLDER/manifest.mpd",
            ],
            codes: [
                .dashBandwidthLow, .hlsBandwidthLow, .bmffIndexTime, .bmffBrandMissing, .hlsNotIndependent,
                .dashMaximumExceeded,
            ]),
        Case(
            name: "Vorbis in WebM by DASH",
            arguments: [
                "-c:a", "libvorbis", "-b:a", "128k", "-f", "dash", "-dash_segment_type", "webm", "-seg_duration", "4",
                "FOLDER/manifest.mpd",
            ],
            codes: [.dashProfileWrong, .dashTimeInexact, .dashMaximumExceeded]),
        Case(
            name: "MPEG-2 transport streams",
            arguments: [
                "-c:a", "aac", "-f", "hls", "-hls_time", "4", "-hls_playlist_type", "vod", "FOLDER/audio.m3u8",
            ],
            codes: [.contentNotChecked, .hlsNotIndependent]),
    ]

    @Test("FFmpeg's known faults are found, and none is invented", arguments: cases)
    func ffmpeg(example: Case) throws {
        let folder = try TemporaryFolder()
        let arguments = example.arguments.map { $0.replacing("FOLDER", with: folder.path) }
        let run = try Tool.run("ffmpeg", ["-nostdin", "-v", "error", "-i", Tool.fixture("music.flac")] + arguments)
        #expect(run.status == 0, "\(run.complaints)")
        let findings = try Validator(path: folder.path).validate().findings
        let codes = Set(findings.map(\.code))
        #expect(codes.union(example.mended) == example.codes, "\(findings.map { "\($0.place): \($0.message)" })")
    }
}
