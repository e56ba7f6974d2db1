internal import Foundation
internal import Synchronization
internal import TestServers

/// Masters that other tests need time for, or that are of an odd kind: made here, none is committed.
enum MadeMaster {
    /// A tone, 16 bits, stereo; made once for all tests.
    static var tenMinutes: String { get async throws { try await shared.value / "master.wav" } }

    private static let shared = Task {
        let folder = try TemporaryFolder()
        let source = "sine=frequency=330:sample_rate=44100:duration=600"
        let run = try Tool.run(
            "ffmpeg",
            ["-nostdin", "-v", "error", "-f", "lavfi", "-i", source, "-ac", "2", folder / "master.wav"])
        guard run.status == 0 else { throw Tool.Missing(description: "no master: \(run.complaints)") }
        sharedPath.withLock { $0 = folder.path }
        atexit { MadeMaster.sharedPath.withLock { path in try? FileManager.default.removeItem(atPath: path) } }
        return folder
    }

    private static let sharedPath = Mutex("")
}
