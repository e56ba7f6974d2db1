internal import Foundation
internal import Lathe
internal import TestServers
internal import Testing

struct ResumeKilledTests {
    /// In both layouts together 50 kills. `LATHE_TEST_SEED` repeats the moments of an earlier run, as far as clocks can.
    private static let kills = 25
    private static let seed =
        ProcessInfo.processInfo.environment["LATHE_TEST_SEED"].flatMap(UInt64.init) ?? .random(in: 0..<1_000_000)

    @Test(
        "Killed at random moments, resumed and killed again, it ends as if nothing had been", arguments: Layout.allCases
    )
    func randomMoments(layout: Layout) async throws {
        print("layout \(layout.rawValue): kill -9 at moments of seed \(Self.seed)")
        var random = SeededRandom(seed: Self.seed)
        let folder = try TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }
        let reference = try await MadePackage(try Self.master(in: folder), layout: layout)
        var whole = try Self.uninterrupted(try await UnfinishedPackage(layout, reference))
        var kills = 0
        var spared = 0
        var unfinished = try await UnfinishedPackage(layout, reference)
        while kills < Self.kills {
            let before = try unfinished.finished()
            let stamps = try unfinished.stamps(of: before)
            let run = try unfinished.start()
            let moment = UInt32.random(in: 0..<whole, using: &random)
            let comment: Comment = "seed \(Self.seed), kill \(kills) after \(moment) µs"
            usleep(moment)
            run.send(SIGKILL)
            let status = run.wait()
            #expect(try unfinished.stamps(of: before) == stamps, comment)
            spared += before.count
            if status == 0 {
                try unfinished.expectComplete(comment)
                unfinished = try await UnfinishedPackage(layout, reference)
                // How long a run takes changes with what else the machine does.
                whole = max(1000, whole * 4 / 5)
            } else {
                #expect(status == 128 + SIGKILL, comment)
                kills += 1
                if try unfinished.finished().isEmpty { whole = whole * 5 / 4 }
                if layout == .segments { try PartialPackage(path: unfinished.path).expectWhole() }
            }
        }
        #expect(spared > Self.kills, "renditions that were finished before a run and not touched by it")
        try unfinished.expectCompletion()
    }

    /// Short, so that many kills take little time.
    private static func master(in folder: TemporaryFolder) throws -> String {
        let run = try Tool.run(
            "ffmpeg",
            ["-nostdin", "-v", "error", "-i", Tool.fixture("music.flac"), "-t", "5", folder / "master.wav"])
        #expect(run.status == 0, "\(run.complaints)")
        return folder / "master.wav"
    }

    /// Makes the package in one go; returns how long it takes, in µs.
    private static func uninterrupted(_ package: UnfinishedPackage) throws -> UInt32 {
        let start = ContinuousClock.now
        try package.expectCompletion()
        return UInt32((ContinuousClock.now - start) / .microseconds(1))
    }
}
