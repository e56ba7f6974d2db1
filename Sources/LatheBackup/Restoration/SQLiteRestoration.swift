internal import Foundation
internal import LatheDatabase

/// A file beside the place of the database, which gets its name when it is ready.
struct SQLiteRestoration: DatabaseRestoration {
    let url: DatabaseURL
    let file: String

    private var temporary: String { file + ".restoring" }

    func requireEmpty() throws {
        for suffix in ["", "-wal"] where access(file + suffix, F_OK) == 0 {
            throw BackupError(
                .notEmpty, "restore to", file + suffix, because: "it is there already",
                remedy: "Restore to another place, or move what is there away.")
        }
    }

    func load(_ blob: Blob, from repository: BackupRepository) async throws -> Database {
        try await onOwnThread { try removeTemporary() }
        try await repository.fetch(blob, to: temporary)
        // It holds what artists deliver, and the hashes of passwords.
        guard chmod(temporary, 0o640) == 0 else { throw BackupError.system("change the mode of", temporary) }
        return try Database(DatabaseURL(file: temporary), options: .patient)
    }

    /// What a restoration that was killed has left.
    private func removeTemporary() throws {
        for suffix in ["", "-wal", "-shm"] {
            guard unlink(temporary + suffix) == 0 || errno == ENOENT else {
                throw BackupError.system("remove", temporary + suffix)
            }
        }
    }

    func publish() async throws {
        try await onOwnThread {
            // Whoever closes the last connection empties the log: what was in it would be lost.
            guard access(temporary + "-wal", F_OK) != 0 else {
                throw BackupError(.busy, "publish", temporary, because: "somebody else has it open")
            }
            try FilePlace.synchronize(temporary)
            try FilePlace.rename(temporary, to: file)
        }
    }
}
