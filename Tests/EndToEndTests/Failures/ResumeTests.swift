internal import Foundation
internal import Lathe
internal import Synchronization
internal import TestServers
internal import Testing

struct ResumeTests {
    enum Damage: CaseIterable { case shortened, flipped, emptied, removed }

    @Test(
        "A finished rendition that was damaged meanwhile is encoded again, the others are not",
        arguments: Damage.allCases.map { ($0, .segments) } + [(.flipped, .singleFile)] as [(Damage, Layout)])
    func damaged(damage: Damage, layout: Layout) async throws {
        let unfinished = try await UnfinishedPackage(layout)
        #expect(try unfinished.interrupt() == 128 + SIGKILL)
        let whole = try unfinished.finished().filter { $0.rendition.id == "aac-160" }
        let stamps = try unfinished.stamps(of: whole)
        let victim = unfinished.path + (layout == .segments ? "/aac/96/00002.m4s" : "/aac/96.mp4")
        try Self.apply(damage, to: victim)
        try unfinished.expectCompletion()
        #expect(try unfinished.stamps(of: whole) == stamps)
        #expect(stamps.count == (layout == .segments ? 5 : 2))
    }

    private static func apply(_ damage: Damage, to path: String) throws {
        let file = URL(filePath: path)
        var bytes = try Data(contentsOf: file)
        switch damage {
        case .shortened: bytes.removeLast()
        case .flipped: bytes[bytes.count / 2] ^= 1
        case .emptied: bytes = Data()
        case .removed: return try FileManager.default.removeItem(at: file)
        }
        try bytes.write(to: file)
    }

    @Test(
        "Only the same work is resumed; else nothing is touched, and the difference is named",
        arguments: [
            ("47-samples.flac", [], "it was begun with another master."),
            ("music.flac", ["--preset", "opus"], "it was begun with preset \"music\"."),
            ("music.flac", ["--rendition", "aac-96"], "it was begun with the renditions aac-96, aac-160, "),
            ("music.flac", ["--segment-duration", "5"], "it was begun with segments of 4.0 s."),
            ("music.flac", ["--layout", "single-file"], "it was begun with layout segments."),
        ] as [(String, [String], String)])
    func otherWork(master: String, options: [String], cause: String) async throws {
        let unfinished = try await UnfinishedPackage(.segments)
        #expect(try unfinished.interrupt() == 128 + SIGKILL)
        let before = try unfinished.digest()
        let line = ["transcode", Tool.fixture(master), "--output", unfinished.path, "--resume"]
        let run = try Tool.run(Tool.lathe, line + options)
        #expect(run.status == 73)
        #expect(run.complaints.contains(cause), "\(run.complaints)")
        #expect(run.complaints.contains("--overwrite"))
        #expect(try unfinished.digest() == before)
        // Without --resume it is as any unfinished package: replaced only when that is asked for.
        #expect(try Tool.run(Tool.lathe, line.dropLast() + options).status == 73)
        #expect(try unfinished.digest() == before)
    }

    @Test(
        "Another version of Lathe or of a library does not go on",
        arguments: [
            ("\"version\":\"\(LatheVersion.current)\"", "\"version\":\"0.0.9\"", "Lathe 0.0.9, now "),
            ("\"LAME\":\"", "\"LAME\":\"1", "LAME 1"),
        ])
    func otherVersion(present: String, earlier: String, cause: String) async throws {
        let unfinished = try await UnfinishedPackage(.segments)
        #expect(try unfinished.interrupt() == 128 + SIGKILL)
        let recipe = URL(filePath: unfinished.path + "/.lathe-journal/recipe.json")
        let text = try String(contentsOf: recipe, encoding: .utf8)
        try text.replacing(present, with: earlier).write(to: recipe, atomically: false, encoding: .utf8)
        let run = try unfinished.resume()
        #expect(run.status == 73)
        #expect(run.complaints.contains(cause), "\(run.complaints)")
    }

    @Test("A full disk leaves what is finished, and when there is room it goes on", arguments: Layout.allCases)
    func fullDisk(layout: Layout) async throws {
        let unfinished = try await UnfinishedPackage(layout)
        // A limit on the size of files fails writes as a full disk does, and needs no privileges.
        let limit = layout == .segments ? 100 : 200
        let command = """
            ulimit -f \(limit); trap '' XFSZ
            exec "$0" transcode "$1" --output "$2" --layout "$3" --threads 1 --resume
            """
        let run = try Tool.run(
            "bash", ["-c", command, Tool.lathe, Tool.fixture("music.flac"), unfinished.path, layout.rawValue])
        #expect(run.status == 74, "\(run.complaints)")
        #expect(run.complaints.contains("File too large"))
        let finished = try unfinished.finished()
        #expect(!finished.isEmpty)
        #expect(run.complaints.hasSuffix(" \(finished.count) of 9 renditions are finished and kept. " + Self.goesOn))
        try expectOnly(finished, in: unfinished)
        try unfinished.expectCompletion()
    }

    @Test(
        "A signal that asks to stop leaves what is finished, and says so",
        arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)], Layout.allCases)
    func signal(signal: (number: Int32, status: Int32), layout: Layout) async throws {
        let unfinished = try await UnfinishedPackage(layout)
        #expect(try unfinished.interrupt(by: signal.number) == signal.status)
        let finished = try unfinished.finished()
        let complaints = try String(contentsOfFile: unfinished.folder / "complaints", encoding: .utf8)
        #expect(
            complaints == "lathe: interrupted; \(finished.count) of 9 renditions are finished and kept. " + Self.goesOn)
        try expectOnly(finished, in: unfinished)
        try unfinished.expectCompletion()
    }

    @Test("A cancelled transcode of the library leaves what is finished, and another one goes on")
    func cancelled() async throws {
        let unfinished = try await UnfinishedPackage(.segments)
        let transcoder = Transcoder(threadCount: 1)
        let journal = "\(unfinished.path)/\(UnfinishedPackage.journal("aac-96"))"
        let begun = Mutex<Transcode?>(nil)
        let observed = ObservedSink(sink: try ResumableDirectorySink(unfinished.path)) {
            guard FileManager.default.fileExists(atPath: journal) else { return }
            begun.withLock { $0?.cancel() }
        }
        // Held until it is known what to cancel.
        let transcode = try begun.withLock { begun in
            let transcode = try transcoder.transcode(Tool.fixture("music.flac"), to: observed)
            begun = transcode
            return transcode
        }
        await #expect(throws: CancellationError.self) { _ = try await transcode.package }
        let finished = try unfinished.finished()
        #expect(!finished.isEmpty)
        try expectOnly(finished, in: unfinished)
        let sink = try ResumableDirectorySink(unfinished.path)
        #expect(Set(sink.keptRenditions) == Set(finished.map(\.rendition.id)))
        let package = try await transcoder.transcode(Tool.fixture("music.flac"), to: sink).package
        #expect(package == unfinished.reference.package)
        try unfinished.expectComplete()
    }

    private static let goesOn = "The same line goes on from there.\n"

    private func expectOnly(_ finished: [FinishedRendition], in unfinished: UnfinishedPackage) throws {
        let files = try TemporaryFolder.files(below: unfinished.path).filter { !$0.hasPrefix(".lathe-") }
        #expect(files == finished.flatMap(\.allFiles).map(\.path).sorted())
    }

    @Test("Stopped before any rendition is finished, or refused its master, it leaves nothing")
    func nothingFinished() async throws {
        let unfinished = try await UnfinishedPackage(.segments)
        let run = try RunningLathe(try await MadeMaster.tenMinutes, in: unfinished.folder, ["--resume"])
        #expect(run.waits(for: "aac/96/init.mp4"))
        run.send(SIGTERM)
        #expect(run.wait() == 143)
        #expect(try run.complaints == "lathe: interrupted; nothing was left behind.\n")
        #expect(try run.leftovers == [])
        #expect(try unfinished.resume(Tool.fixture("lossy.mp3")).status == 65)
        #expect(try run.leftovers == [])
    }

    @Test("Two never resume the same package at once")
    func twoAtOnce() async throws {
        let unfinished = try await UnfinishedPackage(.segments)
        #expect(try unfinished.interrupt() == 128 + SIGKILL)
        let second = Mutex<Tool.Result?>(nil)
        let sink = ObservedSink(sink: try ResumableDirectorySink(unfinished.path)) {
            // In the middle of the first run, which waits for it.
            second.withLock { second in
                do { second = try second ?? unfinished.resume() } catch { Issue.record(error) }
            }
        }
        _ = try await Transcoder().transcode(Tool.fixture("music.flac"), to: sink).package
        let seen = second.withLock(\.self)
        let refused = try #require(seen)
        #expect(refused.status == 73)
        #expect(refused.complaints.contains("another lathe is writing there right now"), "\(refused.complaints)")
        try unfinished.expectComplete()
    }

    @Test("What belongs to no finished rendition is cleared away, behind a symbolic link too")
    func strays() async throws {
        let unfinished = try await UnfinishedPackage(.segments)
        #expect(try unfinished.interrupt() == 128 + SIGKILL)
        let real = unfinished.folder / "real"
        try FileManager.default.moveItem(atPath: unfinished.path, toPath: real)
        try FileManager.default.createSymbolicLink(atPath: unfinished.path, withDestinationPath: "real")
        try FileManager.default.createDirectory(atPath: real + "/aac/112", withIntermediateDirectories: false)
        for path in ["aac/112/00001.m4s", "aac/96/00099.m4s", "aac/96/.00098.m4s.part", "stray"] {
            try Data([1]).write(to: URL(filePath: "\(real)/\(path)"))
        }
        try unfinished.expectCompletion()
    }

    @Test("What a run without --resume left is cleared away")
    func notResumable() async throws {
        let unfinished = try await UnfinishedPackage(.segments)
        let run = try RunningLathe(try await MadeMaster.tenMinutes, in: unfinished.folder)
        #expect(run.waits(for: "aac/96/00001.m4s"))
        run.send(SIGKILL)
        #expect(run.wait() == 128 + SIGKILL)
        try unfinished.expectCompletion()
    }

    @Test("A complete package is left as it is: the same is done already, another or a damaged one is refused")
    func complete() async throws {
        let unfinished = try await UnfinishedPackage(.segments)
        try unfinished.expectCompletion()
        let before = try unfinished.digest()
        let again = try unfinished.resume()
        #expect(again.status == 0)
        #expect(again.text.contains("complete already"))
        let other = try unfinished.resume(Tool.fixture("47-samples.flac"))
        #expect(other.status == 73)
        #expect(other.complaints.contains("it was made with another master"), "\(other.complaints)")
        #expect(try unfinished.digest() == before)
        try Self.apply(.flipped, to: unfinished.path + "/mp3/96.mp3")
        let damaged = try unfinished.resume()
        #expect(damaged.status == 73)
        #expect(damaged.complaints.contains("mp3/96.mp3 is not as package.json describes it"))
    }

    @Test("Killed between package.json and the end of the journal, it is complete")
    func lastMoment() async throws {
        let unfinished = try await UnfinishedPackage(.segments)
        try unfinished.expectCompletion()
        try Data().write(to: URL(filePath: unfinished.path + "/.lathe-unfinished"))
        try FileManager.default.createDirectory(
            atPath: unfinished.path + "/.lathe-journal", withIntermediateDirectories: false)
        let run = try unfinished.resume()
        #expect(run.status == 0, "\(run.complaints)")
        #expect(run.text.contains("complete already"))
        try unfinished.expectComplete()
    }
}
