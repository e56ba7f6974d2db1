internal import Foundation

/// Where the files of objects are, below an open root: every step is one component and no symbolic link, so no key
/// leads out, whatever happens to the folders meanwhile.
struct ObjectTree {
    let root: OpenFile
    /// Who may enter the folders that it makes, less what the process's mask takes away.
    let folderMode: mode_t
    private let durable = DurableFolders()

    init(root: OpenFile, folderMode: mode_t = 0o777) { (self.root, self.folderMode) = (root, folderMode) }

    /// The file of an object; nil if there is none.
    func file(of key: ObjectKey) throws -> OpenFile? {
        guard let folder = try folder(of: key) else { return nil }
        return try folder.file(key.name)
    }

    /// The folder that holds an object; nil if there is none.
    func folder(of key: ObjectKey) throws -> OpenFile? {
        var folder = root
        for component in key.components.dropLast() {
            guard let next = try folder.folder(component) else { return nil }
            folder = next
        }
        return folder
    }

    /// The folder that holds an object, made where it is missing, and on the disk as far as its name.
    func makeFolder(of key: ObjectKey) throws -> OpenFile {
        var (folder, path) = (root, "")
        for component in key.components.dropLast() {
            let next = try makeFolder(component, in: folder, for: key)
            path += component + "/"
            if try !durable.contains(next, at: path) {
                // Whoever made it may not have come that far.
                try folder.synchronize()
                durable.insert(next, at: path)
            }
            folder = next
        }
        return folder
    }

    private func makeFolder(_ name: String, in folder: OpenFile, for key: ObjectKey) throws -> OpenFile {
        if let existing = try folder.folder(name) { return existing }
        guard mkdirat(folder.descriptor, name, folderMode) == 0 || errno == EEXIST else {
            throw StorageError.system("put", key.text)
        }
        if let made = try folder.folder(name) { return made }
        // Removed again already, or never a folder.
        guard faccessat(folder.descriptor, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0 else {
            throw StorageError.system("put", key.text, ENOENT)
        }
        throw StorageError(
            .invalid, "put", key.text, because: "\"\(name)\" is an object or a link and cannot be a folder too")
    }

    /// Removes the folders above an object as far as they are empty.
    func removeEmptyFolders(above key: ObjectKey) throws {
        var path: [OpenFile] = [root]
        let names = key.components.dropLast()
        for name in names {
            guard let next = try path[path.count - 1].folder(name) else { return }
            path.append(next)
        }
        for (name, parent) in zip(names, path).reversed() {
            // Not empty, most often; then those above are not either.
            guard unlinkat(parent.descriptor, name, AT_REMOVEDIR) == 0 else { return }
        }
    }
}

extension ObjectKey {
    /// The last component.
    var name: String { components.last ?? text }
}
