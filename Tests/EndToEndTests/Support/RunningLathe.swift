internal import Foundation
internal import TestServers

/// A run of the command line tool that is watched and disturbed.
final class RunningLathe {
    let folder: TemporaryFolder
    /// Where the package grows.
    var output: String { folder / "package" }

    private let process: Process

    /// Transcodes into `package` of a folder, a new one unless it is given.
    init(_ master: String, in folder: TemporaryFolder? = nil, _ options: [String] = []) throws {
        self.folder = try folder ?? TemporaryFolder()
        // A job in the background inherits SIGINT ignored, and lathe respects that.
        process = try Tool.start(
            "env",
            ["--default-signal=INT", Tool.lathe, "transcode", master, "--output", self.folder / "package"] + options,
            complaints: self.folder / "complaints")
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    var isRunning: Bool { process.isRunning }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for the end: the exit status, or 128 and the signal.
    @discardableResult
    func wait() -> Int32 {
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    }

    var complaints: String { get throws { try String(contentsOfFile: folder / "complaints", encoding: .utf8) } }

    /// Looks again and again, as nobody tells when a file appears; false when the run ended before it was there.
    func waits(for path: String) -> Bool {
        while !FileManager.default.fileExists(atPath: "\(output)/\(path)") {
            guard isRunning else { return false }
            usleep(1000)
        }
        return true
    }

    /// What lies in the folder beside the complaints, hidden names included.
    var leftovers: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0 != "complaints" }.sorted()
        }
    }
}
