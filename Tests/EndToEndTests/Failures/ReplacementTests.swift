internal import Foundation
internal import Lathe
internal import TestServers
internal import Testing

struct ReplacementTests {
    @Test("Until the new package is complete the old one stays whole, then it is the new one")
    func replaced() async throws {
        let old = try await Self.oldPackage()
        let run = try RunningLathe(Tool.fixture("music.flac"), in: old.folder, ["--overwrite"])
        var looks = 0
        while run.isRunning, try Self.digest(old.path) == old.digest { looks += 1 }
        // The look that ended it may have seen both; from here on it is the new one.
        let changed = try Self.digest(old.path)
        #expect(run.wait() == 0)
        #expect(looks > 0)
        let new = try await MadePackage.music
        #expect(try changed == Self.digest(new.path))
        let difference = try Tool.run("diff", ["-r", old.path, new.path])
        #expect(difference.status == 0, "\(difference.text)")
        #expect(try run.leftovers == ["package"])
    }

    @Test("A master that turns out to be cut short leaves the old package untouched")
    func badMaster() async throws {
        let old = try await Self.oldPackage()
        let master = try Data(contentsOf: URL(filePath: Tool.fixture("music.flac")))
        try master.prefix(master.count * 3 / 4).write(to: URL(filePath: old.folder / "cut.flac"))
        let run = try RunningLathe(old.folder / "cut.flac", in: old.folder, ["--overwrite"])
        #expect(run.wait() == 65)
        #expect(try Self.digest(old.path) == old.digest)
        #expect(try run.leftovers == ["cut.flac", "package"])
    }

    @Test("An interrupted replacement leaves the old package untouched")
    func interrupted() async throws {
        let old = try await Self.oldPackage()
        let run = try RunningLathe(try await MadeMaster.tenMinutes, in: old.folder, ["--overwrite"])
        while try run.isRunning && run.leftovers.count < 2 { usleep(1000) }
        run.send(SIGINT)
        #expect(run.wait() == 130)
        #expect(try Self.digest(old.path) == old.digest)
        #expect(try run.leftovers == ["package"])
    }

    private static func oldPackage() async throws -> (folder: TemporaryFolder, path: String, digest: String) {
        let folder = try TemporaryFolder()
        let sink = try DirectorySink(folder / "package")
        _ = try await Transcoder(preset: .small).transcode(Tool.fixture("9217-samples.flac"), to: sink).package
        return (folder, folder / "package", try digest(folder / "package"))
    }

    /// The checksum of every file of a folder.
    private static func digest(_ path: String) throws -> String {
        try Tool.run("sh", ["-c", "find . -type f | LC_ALL=C sort | xargs sha256sum"], in: path).text
    }
}
