internal import Foundation
internal import TestServers
internal import Testing

/// What the command line answers to bad input, and that it leaves nothing behind.
struct CommandLineFailureTests {
    @Test(
        "A bad master gives its exit status, one clear paragraph, and nothing else",
        arguments: [
            ("missing.flac", 66), ("a-folder", 66), ("pipe", 66), ("empty.flac", 65), ("truncated.flac", 65),
            ("renamed.flac", 65), ("header.wav", 65),
        ] as [(String, Int32)])
    func badMaster(name: String, status: Int32) throws {
        let folder = try TemporaryFolder()
        try Self.makeMasters(in: folder)
        let run = try Tool.run(Tool.lathe, ["transcode", folder / name, "--output", folder / "out"])
        #expect(run.status == status, "\(run.complaints)")
        #expect(run.complaints.hasPrefix("lathe: cannot "), "\(run.complaints)")
        #expect(run.complaints.contains(name), "\(run.complaints)")
        #expect(run.text == "")
        #expect(!FileManager.default.fileExists(atPath: folder / "out"))
    }

    @Test(
        "A wrong line is a usage error",
        arguments: [
            ["transcode"], ["transcode", "x.flac"], ["transcod"],
            ["transcode", "x.flac", "-o", "y", "--preset", "none"],
            ["transcode", "x.flac", "-o", "y", "--segment-duration", "11"],
            ["transcode", "x.flac", "-o", "y", "--rendition", "opus-96"],
            ["transcode", "x.flac", "-o", "y", "--layout", "singlefile"],
        ])
    func usage(words: [String]) throws {
        #expect(try Tool.run(Tool.lathe, words).status == 64)
    }

    @Test("An output that cannot be made is refused", arguments: ["file", "file/below"])
    func badOutput(output: String) throws {
        let folder = try TemporaryFolder()
        try Data("x".utf8).write(to: URL(filePath: folder / "file"))
        let run = try Tool.run(Tool.lathe, ["transcode", Tool.fixture("music.flac"), "-o", folder / output])
        #expect(run.status == 73, "\(run.complaints)")
    }

    @Test("A disk that fills ends it with the cause, and nothing is left", arguments: ["segments", "single-file"])
    func fullDisk(layout: String) throws {
        let folder = try TemporaryFolder()
        // A limit on the size of files fails writes as a full disk does, and needs no privileges.
        let command = "ulimit -f 100; trap '' XFSZ; exec \"$0\" transcode \"$1\" --output \"$2\" --layout $3"
        let run = try Tool.run(
            "bash", ["-c", command, Tool.lathe, Tool.fixture("music.flac"), folder / "out", layout])
        #expect(run.status == 74, "\(run.complaints)")
        #expect(run.complaints.contains("File too large"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }

    private static func makeMasters(in folder: TemporaryFolder) throws {
        let music = try Data(contentsOf: URL(filePath: Tool.fixture("music.flac")))
        try FileManager.default.createDirectory(atPath: folder / "a-folder", withIntermediateDirectories: false)
        #expect(try Tool.run("mkfifo", [folder / "pipe"]).status == 0)
        try Data().write(to: URL(filePath: folder / "empty.flac"))
        try music.prefix(music.count / 2).write(to: URL(filePath: folder / "truncated.flac"))
        try Data(contentsOf: URL(filePath: Tool.fixture("lossy.mp3"))).write(to: URL(filePath: folder / "renamed.flac"))
        try Data("RIFF\u{24}\0\0\0WAVE".utf8).write(to: URL(filePath: folder / "header.wav"))
    }
}
