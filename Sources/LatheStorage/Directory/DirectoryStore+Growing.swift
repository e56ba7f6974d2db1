internal import Foundation

extension DirectoryStore {
    /// Beside what grows in one go, and so out of its sweeper's reach.
    private static let growingFolder = "growing"

    /// Opens what has come of an object, to add to it; nil while another, here or in another process, has it.
    ///
    /// - Parameters:
    ///   - name: a key of one component, which only names what grows.
    ///   - isNew: make it where there is nothing; otherwise that is nil, too.
    public func grow(_ name: ObjectKey, orMakeNew isNew: Bool = true) async throws -> GrowingObject? {
        try await transfers.run { [self] _ in
            guard let folder = try growing(), let file = try Self.lock(name, in: folder, isNew) else { return nil }
            return try GrowingObject(NamedFile(folder: folder, name: name.name, file: file), self)
        }
    }

    /// How many bytes have come of an object; nil where there is nothing.
    public func grownSize(_ name: ObjectKey) async throws -> Int? {
        try await questions.run { [self] _ in try growing()?.file(name.name)?.facts().size }
    }

    /// Removes what grows, unless somebody is writing to it.
    ///
    /// - Returns: false if somebody is.
    @discardableResult
    public func discardGrowing(_ name: ObjectKey) async throws -> Bool {
        try await questions.run { [self] _ in
            guard let folder = try growing(), try folder.file(name.name) != nil else { return true }
            guard let file = try Self.lock(name, in: folder, false) else { return false }
            NamedFile(folder: folder, name: name.name, file: file).remove()
            _ = flock(file.descriptor, LOCK_UN)
            return true
        }
    }

    /// The names of all that grows.
    public func growingNames() async throws -> [ObjectKey] {
        try await questions.run { [self] _ in
            var names: [ObjectKey] = []
            try growing()?.forEachName { name, isFolder in
                // What cannot be a name is not ours.
                if !isFolder, let key = try? ObjectKey(name) { names.append(key) }
            }
            return names
        }
    }

    private func growing() throws -> OpenFile? {
        if let folder = try incoming.folder(Self.growingFolder) { return folder }
        guard mkdirat(incoming.descriptor, Self.growingFolder, 0o777) == 0 || errno == EEXIST else {
            throw StorageError.system("make the folder", "\(incoming.subject)/\(Self.growingFolder)")
        }
        return try incoming.folder(Self.growingFolder)
    }

    private static func lock(_ name: ObjectKey, in folder: OpenFile, _ isNew: Bool) throws -> OpenFile? {
        while true {
            let flags = O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | (isNew ? O_CREAT : 0)
            let descriptor = openat(folder.descriptor, name.name, flags, 0o666)
            if descriptor < 0, !isNew, errno == ENOENT { return nil }
            let file = try OpenFile(descriptor, "open", "\(folder.subject)/\(name.name)")
            guard flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 else {
                guard errno == EWOULDBLOCK else { throw StorageError.system("lock", file.subject) }
                return nil
            }
            // Between the two calls it may have been published or removed, and the name may be another file's.
            if try folder.file(name.name)?.facts().inode == file.facts().inode { return file }
        }
    }
}
