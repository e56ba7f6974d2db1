internal import Foundation
internal import Lathe
internal import TestServers
internal import Testing

struct InterruptionTests {
    @Test("A signal that asks to stop leaves nothing", arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
    func signal(number: Int32, status: Int32) async throws {
        let run = try RunningLathe(try await MadeMaster.tenMinutes)
        #expect(run.waits(for: "aac/96/index.m3u8"))
        run.send(number)
        #expect(run.wait() == status)
        #expect(try run.leftovers == [])
        #expect(try run.complaints == "lathe: interrupted; nothing was left behind.\n")
    }

    @Test("A signal leaves nothing of layout single-file either")
    func signalSingleFile() async throws {
        let run = try RunningLathe(try await MadeMaster.tenMinutes, ["--layout", "single-file"])
        #expect(run.waits(for: "aac/.96.mp4.part"))
        run.send(SIGTERM)
        #expect(run.wait() == 143)
        #expect(try run.leftovers == [])
    }

    @Test("A cancelled transcode stops long before its end and leaves nothing")
    func cancel() async throws {
        let folder = try TemporaryFolder()
        let transcode = try Transcoder().transcode(
            try await MadeMaster.tenMinutes, to: DirectorySink(folder / "package"))
        // Looked at without suspending: other tests may keep the cooperative threads for long.
        func isThere(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder / name) }
        let begun = ContinuousClock.now
        while !isThere("package/aac/96/index.m3u8") && ContinuousClock.now - begun < .seconds(300) { usleep(1000) }
        let start = ContinuousClock.now
        transcode.cancel()
        while isThere("package") && ContinuousClock.now - start < .seconds(30) { usleep(1000) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
        await #expect(throws: CancellationError.self) { _ = try await transcode.package }
    }

    @Test("An output folder that disappears ends it with the cause")
    func vanishedFolder() async throws {
        let run = try RunningLathe(try await MadeMaster.tenMinutes)
        #expect(run.waits(for: "aac/96/index.m3u8"))
        try FileManager.default.moveItem(atPath: run.output, toPath: run.folder / "elsewhere")
        #expect(run.wait() == 74)
        #expect(try run.complaints.contains("disappeared"))
    }
}
