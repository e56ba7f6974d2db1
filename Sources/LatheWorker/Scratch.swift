internal import Foundation
internal import Glibc
internal import LatheJobs

/// A worker's folder for what it is making: `{root}/{worker}/{job}-{token}`.
///
/// The folder is locked as long as its process lives; what dead ones left is swept away by the next worker.
public final class Scratch: Sendable {
    private let folder: String
    private let lock: Int32

    /// - Throws: `WorkerError`.
    public init(root: String, worker: String) throws {
        try Self.makeFolder(root)
        Self.sweep(root)
        folder = "\(root)/\(worker)"
        try Self.makeFolder(folder)
        lock = open("\(folder)/.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw WorkerError.system("create", "\(folder)/.lock") }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw WorkerError(
                .system, "use the scratch folder", folder, because: "another worker of this name runs",
                remedy: "Give this one another name.")
        }
    }

    deinit { close(lock) }

    /// Leaves nothing behind. Where it is not called, or fails, the next worker sweeps.
    public func remove() { try? FileManager.default.removeItem(atPath: folder) }

    /// An empty folder for one attempt.
    func folder(for lease: Lease) throws -> ScratchFolder {
        try ScratchFolder("\(folder)/\(lease.jobID)-\(lease.token)")
    }

    /// Folders that nobody holds a lock on.
    private static func sweep(_ root: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? [] {
            let descriptor = open("\(root)/\(name)/.lock", O_RDWR | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { continue }
            // What cannot be removed now is tried again by the next worker.
            try? FileManager.default.removeItem(atPath: "\(root)/\(name)")
        }
    }

    static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw WorkerError(.system, "create the folder", path, because: "\(error.localizedDescription)")
        }
    }
}

/// One attempt's folder.
struct ScratchFolder: Sendable {
    let path: String

    init(_ path: String) throws {
        self.path = path
        try Scratch.makeFolder(path)
    }

    func remove() {
        // What stays is swept away by the next worker.
        try? FileManager.default.removeItem(atPath: path)
    }
}
