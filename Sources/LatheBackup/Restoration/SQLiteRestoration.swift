internal import Foundation
internal import LatheDatabase

/// A file beside the place of the database, which gets its name when it is ready.
///
/// The file is called after the backup until then: while it is there, and the store of that backup in its place, a
/// restoration was interrupted between the two.
struct SQLiteRestoration: DatabaseRestoration {
    let url: DatabaseURL
    let file: String
    let backup: StoredBackup

    private var temporary: String { "\(file).restoring-\(backup.name.suffix(16))" }

    /// What SQLite takes for a part of the file that is called so: another database's would be written into this one.
    private static let companions = ["-wal", "-shm", "-journal"]

    var isLoaded: Bool { access(temporary, F_OK) == 0 }

    func requireEmpty() throws {
        for suffix in [""] + Self.companions where access(file + suffix, F_OK) == 0 {
            throw BackupError.occupied(file + suffix)
        }
    }

    func load(_ blob: Blob, from repository: BackupRepository) async throws -> Database {
        try await onOwnThread { try removeCompanions() }
        try await repository.fetch(blob, to: temporary)
        // It holds what artists deliver, and the hashes of passwords.
        guard chmod(temporary, 0o640) == 0 else { throw BackupError.system("change the mode of", temporary) }
        return try Database(DatabaseURL(file: temporary), options: .patient)
    }

    /// Of a restoration that was killed; its file stays until the copy replaces it, for it says how far that came.
    private func removeCompanions() throws {
        for suffix in Self.companions {
            guard unlink(temporary + suffix) == 0 || errno == ENOENT else {
                throw BackupError.system("remove", temporary + suffix)
            }
        }
    }

    func settle() async throws {
        try await onOwnThread {
            // Whoever closes the last connection empties the log: what was in it would be lost.
            guard access(temporary + "-wal", F_OK) != 0 else {
                throw BackupError(.busy, "publish", temporary, because: "somebody else has it open")
            }
            try FilePlace.synchronize(temporary)
            try FilePlace.synchronize(FilePlace.folder(of: temporary))
            try requireEmpty()
        }
    }

    func publish() async throws {
        try await onOwnThread {
            try requireEmpty()
            try FilePlace.publish(temporary, at: file)
        }
    }
}
