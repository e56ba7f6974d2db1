internal import Foundation

/// Keeps those who write a folder of backups apart from all others; the kernel drops it with the process.
final class RepositoryLock: Sendable {
    private let descriptor: Int32

    /// - Throws: `BackupError` with code `busy` at once: whoever waits for an hour may not know why.
    init(_ folder: String, isExclusive: Bool) throws {
        descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw BackupError.system("open", folder) }
        guard flock(descriptor, (isExclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0 else {
            // `deinit` closes it: everything is initialised.
            guard errno == EWOULDBLOCK else { throw BackupError.system("lock", folder) }
            throw BackupError(
                .busy, "use", folder, because: "another process makes, verifies or restores a backup there",
                remedy: "Try again when it has ended.")
        }
    }

    deinit {
        // Said aloud: a child that was just made may still have the descriptor, and the lock with it.
        _ = flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
