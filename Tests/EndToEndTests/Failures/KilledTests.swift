internal import Foundation
internal import TestServers
internal import Testing

struct KilledTests {
    @Test(
        "After kill -9 no playlist names what is not there, there is no package, and the next run clears the remains away",
        arguments: ["aac/96/index.m3u8", "aac/320/00002.m4s", "mp3/160/00002.mp3", "vorbis/320/00003.webm"])
    func kill9(at moment: String) async throws {
        let run = try RunningLathe(try await MadeMaster.tenMinutes)
        #expect(run.waits(for: moment))
        run.send(SIGKILL)
        #expect(run.wait() == 128 + SIGKILL)
        let left = PartialPackage(path: run.output)
        #expect(try !left.mediaPlaylists().isEmpty)
        try left.expectWhole()
        try left.expectCompleteSegments()
        #expect(!left.has("package.json"))
        #expect(!left.has("manifest.mpd"))

        let next = ["transcode", Tool.fixture("9217-samples.flac"), "--output", run.output]
        #expect(try Tool.run(Tool.lathe, next).status == 73)
        #expect(try Tool.run(Tool.lathe, next + ["--overwrite"]).status == 0)
        #expect(try run.leftovers == ["package"])
    }

    @Test("After kill -9 nothing of layout single-file is to be seen, and the next run clears the remains away")
    func kill9SingleFile() async throws {
        let run = try RunningLathe(try await MadeMaster.tenMinutes, ["--layout", "single-file"])
        #expect(run.waits(for: "aac/.96.mp4.part"))
        usleep(500_000)
        run.send(SIGKILL)
        #expect(run.wait() == 128 + SIGKILL)
        let visible = try TemporaryFolder.files(below: run.output).filter { !$0.contains("/.") && !$0.hasPrefix(".") }
        #expect(visible == [])

        let next = ["transcode", Tool.fixture("9217-samples.flac"), "--output", run.output, "--layout", "single-file"]
        #expect(try Tool.run(Tool.lathe, next).status == 73)
        #expect(try Tool.run(Tool.lathe, next + ["--overwrite"]).status == 0)
        #expect(try run.leftovers == ["package"])
        #expect(try Tool.run(Tool.repository + "/Tests/Support/check-package", [run.output]).status == 0)
    }
}
