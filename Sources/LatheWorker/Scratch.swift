internal import Foundation
internal import Glibc
internal import LatheJobs

/// A worker's folder for what it is making: `{root}/lathe-worker-{name}/{job}-{token}`.
///
/// The folder is locked as long as its process lives; what dead ones left is swept away by the next worker. The root may
/// hold anything else, as `/tmp` does: only what is called so and has a lock is ever taken away.
public final class Scratch: Sendable {
    private let folder: String
    private let lock: Int32

    private static let prefix = "lathe-worker-"
    private static let lockName = ".lock"

    /// - Throws: `WorkerError`.
    public init(root: String, worker: WorkerName) throws {
        try Self.makeFolder(root)
        Self.sweep(root)
        folder = "\(root)/\(Self.prefix)\(worker)"
        lock = try Self.held(folder)
    }

    deinit { close(lock) }

    /// Leaves nothing behind. Where it is not called, or fails, the next worker sweeps.
    public func remove() { Self.takeAway(folder) }

    /// An empty folder for one attempt.
    func folder(for lease: Lease) throws -> ScratchFolder {
        try ScratchFolder("\(folder)/\(lease.jobID)-\(lease.token)")
    }

    /// Makes a folder and holds its lock.
    ///
    /// Between any two steps another worker that sweeps may lock it, or take it away: then it is tried again.
    private static func held(_ folder: String) throws -> Int32 {
        for _ in 0..<100 {
            try makeFolder(folder)
            if let lock = locked(folder, O_CREAT) { return lock }
            guard [EWOULDBLOCK, ENOENT].contains(errno) else { throw WorkerError.system("lock", folder) }
            usleep(10_000)
        }
        throw WorkerError(
            .system, "use the scratch folder", folder, because: "another worker of this name runs",
            remedy: "Give this one another name.")
    }

    /// - Parameter flag: `O_CREAT`, or 0 where only a lock that is there is meant.
    /// - Returns: the descriptor that holds the lock; nil, with `errno`, where somebody else does, or there is none.
    private static func locked(_ folder: String, _ flag: Int32 = 0) -> Int32? {
        let path = "\(folder)/\(lockName)"
        let descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | flag, 0o600)
        guard descriptor >= 0 else { return nil }
        var (held, named) = (stat(), stat())
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &held) == 0, stat(path, &named) == 0 {
            if held.st_ino == named.st_ino { return descriptor }
            // The lock of a folder that was swept away, and made anew by its next owner.
            errno = EWOULDBLOCK
        }
        let failure = errno
        close(descriptor)
        errno = failure
        return nil
    }

    /// Folders of workers whose lock nobody holds.
    private static func sweep(_ root: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        for folder in names.filter({ $0.hasPrefix(prefix) }).map({ "\(root)/\($0)" }) {
            // That of a worker which died before it had a lock is empty: no other is removed by this.
            if rmdir(folder) == 0 { continue }
            guard let lock = locked(folder) else { continue }
            // The name is free at once for a worker that begins, however long the rest takes.
            let swept = "\(root)/\(prefix)swept-\(UUID().uuidString)"
            if rename(folder, swept) == 0 { takeAway(swept) }
            close(lock)
        }
    }

    /// Removes a folder whose lock is held, and the lock last: what is left in the middle is swept by the next worker.
    private static func takeAway(_ folder: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        do {
            for name in names where name != lockName {
                try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
            }
        } catch { return }
        unlink("\(folder)/\(lockName)")
        rmdir(folder)
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
