internal import Foundation
internal import Lathe
internal import Testing

@Suite(.serialized)
struct InterruptionTests {
    @Test("After kill -9 no playlist names a missing file and there is no package", arguments: [0.1, 0.7])
    func kill(seconds: Double) async throws {
        let folder = try TemporaryFolder()
        let run = try Tool.start(
            Tool.lathe, ["transcode", try Self.longMaster(in: folder), "--output", folder / "out"])
        try await Self.waitForPlaylist(in: folder / "out")
        try await Task.sleep(for: .seconds(seconds))
        #expect(run.isRunning)
        Foundation.kill(run.processIdentifier, SIGKILL)
        run.waitUntilExit()
        #expect(!FileManager.default.fileExists(atPath: folder / "out/package.json"))
        try Self.expectNoDanglingNames(in: folder / "out")

        let words = ["transcode", Tool.fixture("9217-samples.flac"), "-o", folder / "out"]
        #expect(try Tool.run(Tool.lathe, words).status == 73)
        #expect(try Tool.run(Tool.lathe, words + ["--overwrite"]).status == 0)
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(left.sorted() == ["long.wav", "out"])
    }

    @Test("While it grows, every playlist names only what is there; SIGTERM leaves nothing")
    func growing() async throws {
        let folder = try TemporaryFolder()
        let run = try Tool.start(
            Tool.lathe, ["transcode", try Self.longMaster(in: folder), "--output", folder / "out"])
        try await Self.waitForPlaylist(in: folder / "out")
        for _ in 0..<10 {
            try Self.expectNoDanglingNames(in: folder / "out")
            let playlist = try String(contentsOfFile: folder / "out/aac/96/index.m3u8", encoding: .utf8)
            #expect(playlist.contains("PLAYLIST-TYPE:EVENT") != playlist.contains("#EXT-X-ENDLIST"))
            try await Task.sleep(for: .milliseconds(60))
        }
        Foundation.kill(run.processIdentifier, SIGTERM)
        run.waitUntilExit()
        #expect(run.terminationStatus == 143)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["long.wav"])
    }

    @Test("A cancelled transcode stops promptly and leaves nothing")
    func cancel() async throws {
        let folder = try TemporaryFolder()
        let transcode = try Transcoder().transcode(try Self.longMaster(in: folder), to: DirectorySink(folder / "out"))
        try await Self.waitForPlaylist(in: folder / "out")
        let start = ContinuousClock.now
        transcode.cancel()
        await #expect(throws: CancellationError.self) { _ = try await transcode.package }
        #expect(ContinuousClock.now - start < .seconds(2))
        #expect(!FileManager.default.fileExists(atPath: folder / "out"))
    }

    @Test("An output folder that disappears ends it with the cause")
    func vanishedFolder() async throws {
        let folder = try TemporaryFolder()
        let run = try Tool.start(
            Tool.lathe, ["transcode", try Self.longMaster(in: folder), "--output", folder / "out"],
            complaints: folder / "complaints")
        try await Self.waitForPlaylist(in: folder / "out")
        try FileManager.default.moveItem(atPath: folder / "out", toPath: folder / "elsewhere")
        run.waitUntilExit()
        #expect(run.terminationStatus == 74)
        #expect(try String(contentsOfFile: folder / "complaints", encoding: .utf8).contains("disappeared"))
    }

    /// Five minutes of noise: long enough to be interrupted on any machine.
    private static func longMaster(in folder: TemporaryFolder) throws -> String {
        let noise = "anoisesrc=duration=300:sample_rate=44100:amplitude=0.3:seed=1"
        let run = try Tool.run("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", noise, "-ac", "2", folder / "long.wav"])
        #expect(run.status == 0, "\(run.complaints)")
        return folder / "long.wav"
    }

    private static func waitForPlaylist(in folder: String) async throws {
        for _ in 0..<3000 where !FileManager.default.fileExists(atPath: "\(folder)/aac/96/index.m3u8") {
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(FileManager.default.fileExists(atPath: "\(folder)/aac/96/index.m3u8"))
    }

    private static func expectNoDanglingNames(in folder: String) throws {
        for name in try TemporaryFolder.files(below: folder) where name.hasSuffix(".m3u8") && !name.contains(".part") {
            let text = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
            let base = URL(filePath: "\(folder)/\(name)").deletingLastPathComponent().path
            for line in text.split(separator: "\n") where !line.hasPrefix("#") {
                #expect(FileManager.default.fileExists(atPath: "\(base)/\(line)"), "\(name) names \(line)")
            }
        }
    }
}
