internal import Foundation
internal import TestServers
internal import Testing

struct OverwriteTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let run = try transcode("9217-samples.flac")
        #expect(run.status == 0, "\(run.complaints)")
    }

    private func transcode(_ fixture: String, _ options: String...) throws -> Tool.Result {
        try Tool.run(Tool.lathe, ["transcode", Tool.fixture(fixture), "--output", folder / "out"] + options)
    }

    private func snapshot() throws -> [String: Data] {
        try TemporaryFolder.files(below: folder.path).reduce(into: [:]) {
            $0[$1] = try Data(contentsOf: URL(filePath: folder / $1))
        }
    }

    @Test("An existing package is refused and untouched")
    func refused() throws {
        let before = try snapshot()
        let run = try transcode("47-samples.flac")
        #expect(run.status == 73)
        #expect(run.complaints.contains("--overwrite"))
        #expect(try snapshot() == before)
    }

    @Test("With --overwrite it is replaced as a whole")
    func replaced() throws {
        #expect(try transcode("47-samples.flac", "--overwrite").status == 0)
        let package = try String(contentsOfFile: folder / "out/package.json", encoding: .utf8)
        #expect(package.contains("\"samples\":47"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["out"])
    }

    @Test("A folder may be called by a bare name of one letter")
    func bareName() throws {
        let line = ["transcode", Tool.fixture("47-samples.flac"), "--output", "p"]
        for options in [[], ["--overwrite"], ["--resume"]] {
            #expect(try Tool.run(Tool.lathe, line + options, in: folder.path).status == 0)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["out", "p"])
    }

    @Test("With --overwrite a package may change its layout, and back")
    func relaid() throws {
        let before = try snapshot()
        #expect(try transcode("9217-samples.flac", "--overwrite", "--layout", "single-file").status == 0)
        let files = try TemporaryFolder.files(below: folder / "out")
        #expect(files.contains("aac/96.mp4") && !files.contains { $0.hasPrefix("aac/96/") })
        #expect(try transcode("9217-samples.flac", "--overwrite").status == 0)
        #expect(try snapshot() == before)
    }

    @Test("With --overwrite and a bad master the old package stays, byte for byte")
    func kept() throws {
        let before = try snapshot()
        #expect(try transcode("lossy.mp3", "--overwrite").status == 65)
        #expect(try snapshot() == before)
    }

    @Test("What Lathe did not make is never replaced")
    func foreign() throws {
        try FileManager.default.removeItem(atPath: folder / "out/package.json")
        let before = try snapshot()
        #expect(try transcode("47-samples.flac", "--overwrite").status == 73)
        #expect(try snapshot() == before)
    }
}
