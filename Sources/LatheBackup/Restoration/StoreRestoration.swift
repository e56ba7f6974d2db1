internal import Foundation
internal import LatheStorage

/// A store that is filled from a backup: a folder gets its name when it is complete; a bucket is filled in place.
///
/// The folder is called after the backup until then, so that a restoration that was interrupted goes on where it was; also
/// one that had given the folder its name, and the database none yet.
struct StoreRestoration: Sendable {
    private let place: StorageURL
    private let backup: StoredBackup
    private let environment: [String: String]
    private let isDatabaseLoaded: Bool

    /// - Parameter isDatabaseLoaded: by a restoration of this backup that was interrupted.
    init(_ place: StorageURL, of backup: StoredBackup, isDatabaseLoaded: Bool, environment: [String: String]) {
        (self.place, self.backup, self.environment) = (place, backup, environment)
        self.isDatabaseLoaded = isDatabaseLoaded
    }

    private var folder: (final: String, temporary: String)? {
        guard case .directory(let path) = place else { return nil }
        let final = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        return (final, "\(final).restoring-\(backup.name.suffix(16))")
    }

    /// Whether an interrupted restoration of this backup has given the folder its name: it loads the database when the
    /// folder with the other name is complete, and renames that one next.
    private func isPublished(_ folder: (final: String, temporary: String)) -> Bool {
        isDatabaseLoaded && access(folder.temporary, F_OK) != 0 && access(folder.final, F_OK) == 0
    }

    func requireEmpty() async throws {
        if let folder {
            if isPublished(folder) { return }
            let reserved = ObjectKey.reservedComponent
            // An empty store has that folder; what is in it came of an upload.
            let unfinished = names(in: "\(folder.final)/\(reserved)")
            guard let name = names(in: folder.final).first(where: { $0 != reserved }) ?? unfinished.first else {
                return
            }
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

    /// None where there is no such folder.
    private func names(in folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }

    /// The store to be filled.
    func open() async throws -> any ObjectStore {
        guard let folder else { return try place.open(environment: environment) }
        return try await onOwnThread {
            try FilePlace.makeFolder(FilePlace.folder(of: folder.final))
            return try DirectoryStore(isPublished(folder) ? folder.final : folder.temporary)
        }
    }

    /// Puts it where the service looks for it.
    func publish() async throws {
        guard let folder else { return }
        try await onOwnThread {
            if isPublished(folder) { return }
            // What an empty store has; where there is more, the rename says so.
            rmdir("\(folder.final)/\(ObjectKey.reservedComponent)")
            try FilePlace.rename(folder.temporary, to: folder.final)
        }
    }
}
