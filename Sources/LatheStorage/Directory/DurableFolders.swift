internal import Synchronization

/// Folders whose names are known to be on the disk: a package has hundreds of objects, and each name needs waiting for
/// once only.
///
/// They are held open, so that a folder that takes the place of a removed one cannot be mistaken for it.
final class DurableFolders: Sendable {
    private static let limit = 128

    private let folders = Mutex<[String: OpenFile]>([:])

    func contains(_ folder: OpenFile, at path: String) throws -> Bool {
        guard let known = folders.withLock({ $0[path] }) else { return false }
        return try known.facts().inode == folder.facts().inode
    }

    func insert(_ folder: OpenFile, at path: String) {
        folders.withLock { folders in
            // Those in use come back at once.
            if folders.count >= Self.limit { folders = [:] }
            folders[path] = folder
        }
    }
}
