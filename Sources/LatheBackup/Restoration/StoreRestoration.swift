internal import Foundation
internal import LatheStorage

/// A store that is filled from a backup: a folder gets its name when it is complete; a bucket is filled in place.
///
/// The folder is called after the backup until then, so that a restoration that was interrupted goes on where it was.
struct StoreRestoration: Sendable {
    private let place: StorageURL
    private let backup: StoredBackup
    private let environment: [String: String]

    init(_ place: StorageURL, of backup: StoredBackup, environment: [String: String]) {
        (self.place, self.backup, self.environment) = (place, backup, environment)
    }

    private var folder: (final: String, temporary: String)? {
        guard case .directory(let path) = place else { return nil }
        let final = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        return (final, "\(final).restoring-\(backup.name.suffix(16))")
    }

    func requireEmpty() async throws {
        if let folder {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.final)) ?? []
            // An empty store has that folder.
            guard let name = names.first(where: { $0 != ObjectKey.reservedComponent }) else { return }
            throw BackupError(
                .notEmpty, "restore to", folder.final, because: "there is \"\(name)\" in it",
                remedy: "Restore to another place, or move what is there away.")
        }
        let first = try await place.open(environment: environment).list(prefix: "", after: nil, limit: 1).objects.first
        guard let first else { return }
        throw BackupError(
            .notEmpty, "restore to", "the bucket", because: "there is the object \(first.key) in it",
            remedy: "Restore to another bucket or prefix, or delete what is there.")
    }

    /// The store to be filled.
    func open() async throws -> any ObjectStore {
        guard let folder else { return try place.open(environment: environment) }
        return try await onOwnThread {
            try FilePlace.makeFolder(FilePlace.folder(of: folder.final))
            return try DirectoryStore(folder.temporary)
        }
    }

    /// Puts it where the service looks for it.
    func publish() async throws {
        guard let folder else { return }
        try await onOwnThread {
            // What an empty store has; where there is more, the rename says so.
            rmdir("\(folder.final)/\(ObjectKey.reservedComponent)")
            try FilePlace.rename(folder.temporary, to: folder.final)
        }
    }
}
