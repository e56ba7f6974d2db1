internal import Foundation

/// The file of keys, which only its owner may read.
struct KeyRestoration {
    let blob: Blob
    let path: String

    private var temporary: String { path + ".restoring" }

    /// The same file may be there: of a restoration that was interrupted, say. Then there is nothing to restore.
    var isThere: Bool { get throws { try access(path, F_OK) == 0 && Blob(ofFile: path) == blob } }

    func requireAbsence() throws {
        guard access(path, F_OK) == 0 else { return }
        throw BackupError.occupied(
            path, remedy: "Move it away: the keys of the backup verify what its service signed.")
    }

    /// Writes it beside its place.
    func load(from repository: BackupRepository) async throws {
        let bytes = try await repository.bytes(of: blob)
        try await onOwnThread { [temporary] in
            // A restoration that was killed may have left one.
            unlink(temporary)
            let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw BackupError.system("create", temporary) }
            defer { close(descriptor) }
            try bytes.withUnsafeBytes { try writeAll($0, to: descriptor, temporary) }
            guard fsync(descriptor) == 0 else { throw BackupError.system("write", temporary) }
        }
    }

    func publish() async throws {
        try await onOwnThread { [temporary, path] in try FilePlace.publish(temporary, at: path) }
    }
}
