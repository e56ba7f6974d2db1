internal import Foundation
internal import Lathe
internal import TestServers
internal import Testing

struct DeterminismTests {
    @Test("The same bytes come out on any number of threads", arguments: [1, 3], Layout.allCases)
    func threads(count: Int, layout: Layout) async throws {
        let reference = try await MadePackage.music(layout)
        let other = try await MadePackage(Tool.fixture("music.flac"), layout: layout, threadCount: count)
        let difference = try Tool.run("diff", ["-r", reference.path, other.path])
        #expect(difference.status == 0, "\(difference.text)")
    }

    @Test("Memory holds the same objects as a folder", arguments: Layout.allCases)
    func memory(layout: Layout) async throws {
        let reference = try await MadePackage.music(layout)
        let sink = MemorySink()
        _ = try await Transcoder(layout: layout).transcode(reference.master, to: sink).package
        let objects = sink.objects
        #expect(try objects.keys.sorted() == TemporaryFolder.files(below: reference.path))
        for (path, bytes) in objects {
            let isSame = try bytes == reference.file(path)
            #expect(isSame, "\(path)")
        }
    }

    @Test("The command line makes the same bytes as the library", arguments: Layout.allCases)
    func commandLine(layout: Layout) async throws {
        let reference = try await MadePackage.music(layout)
        let folder = try TemporaryFolder()
        let run = try Tool.run(
            Tool.lathe,
            ["transcode", reference.master, "--output", folder / "package", "--layout", layout.rawValue])
        #expect(run.status == 0, "\(run.complaints)")
        #expect(try Tool.run("diff", ["-r", reference.path, folder / "package"]).status == 0)
    }
}
