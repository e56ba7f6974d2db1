internal import Foundation

/// The moment at which an object appears, changes or goes.
///
/// The lock orders it between threads and processes: whoever replaces what matches a condition is alone; all others
/// need not wait for one another, as the kernel does each of their steps at once.
struct Publication {
    /// Folders go away when they are empty; each attempt makes them anew.
    private static let attempts = 100

    let tree: ObjectTree
    let incoming: OpenFile

    func publish(_ file: NamedFile, at key: ObjectKey, if condition: PutCondition) throws {
        let lock = try lock(isExclusive: condition.comparesContent)
        defer { withExtendedLifetime(lock) {} }
        for _ in 0..<Self.attempts {
            do {
                let folder = try tree.makeFolder(of: key)
                try place(file, in: folder, at: key, if: condition)
                try folder.synchronize()
                return
            } catch let error as StorageError where error.code == .notFound {
                continue
            }
        }
        throw StorageError(.unavailable, "put", key.text, because: "its folder is removed again and again")
    }

    private func place(
        _ file: NamedFile, in folder: OpenFile, at key: ObjectKey, if condition: PutCondition
    ) throws {
        switch condition {
        case .always: break
        case .ifAbsent:
            guard try file.link(into: folder, as: key.name) else { throw try taken(folder, key) }
            return
        case .ifMatch(let etag):
            guard try folder.file(key.name).map({ try StoredObject(key, $0).etag }) == etag else {
                throw StorageError(.conditionFailed, "put", key.text, because: "the object is not the expected one")
            }
        }
        try file.rename(into: folder, as: key.name)
    }

    private func taken(_ folder: OpenFile, _ key: ObjectKey) throws -> StorageError {
        guard try folder.folder(key.name) == nil else { return StorageError.system("put", key.text, EISDIR) }
        return StorageError(.conditionFailed, "put", key.text, because: "there is an object already")
    }

    /// Removes an object, and the folders that it leaves empty.
    func remove(_ key: ObjectKey) throws {
        let lock = try lock(isExclusive: false)
        defer { withExtendedLifetime(lock) {} }
        guard let folder = try tree.folder(of: key), try folder.file(key.name) != nil else { return }
        guard unlinkat(folder.descriptor, key.name, 0) == 0 || errno == ENOENT else {
            throw StorageError.system("delete", key.text)
        }
        try folder.synchronize()
        try tree.removeEmptyFolders(above: key)
    }

    /// Held as long as the file is open: by a descriptor of its own, as a lock belongs to that.
    private func lock(isExclusive: Bool) throws -> OpenFile {
        let own = openat(incoming.descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        let lock = try OpenFile(own, "lock", incoming.subject)
        while flock(lock.descriptor, isExclusive ? LOCK_EX : LOCK_SH) != 0 {
            guard errno == EINTR else { throw StorageError.system("lock", incoming.subject) }
        }
        return lock
    }
}

extension PutCondition {
    fileprivate var comparesContent: Bool { if case .ifMatch = self { true } else { false } }
}
