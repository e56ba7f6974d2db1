internal import Foundation
internal import LatheCrypto

/// A file that is no object yet: it lies in a folder of its own under a name that no key can have.
///
/// Its writer holds a lock on it, which the kernel drops with the process: what nobody holds is abandoned.
final class IncomingFile {
    private let hasher = SHA256Hasher()
    private(set) var size = 0
    let named: NamedFile
    var file: OpenFile { named.file }

    /// - Parameter mode: who may read and write it, less what the process's mask takes away.
    init(in folder: OpenFile, mode: mode_t = 0o666) throws {
        while true {
            let name = UUID().uuidString.lowercased()
            let flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC
            let file = try OpenFile(openat(folder.descriptor, name, flags, mode), "create a file in", folder.subject)
            // The sweeper of another process may have taken it between the two calls.
            guard flock(file.descriptor, LOCK_EX | LOCK_NB) == 0, try file.hasName else { continue }
            named = NamedFile(folder: folder, name: name, file: file)
            return
        }
    }

    deinit { named.remove() }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        try file.append(bytes)
        hasher.update(bytes)
        size += bytes.count
    }

    /// The checksum of all that was appended; once.
    func finish() -> SHA256Digest { hasher.finish() }

    /// Removes what dead processes left. What cannot be removed does no harm.
    static func sweep(_ folder: OpenFile) throws {
        try folder.forEachName { name, _ in
            guard let file = try folder.file(name), flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 else { return }
            unlinkat(folder.descriptor, name, 0)
        }
    }
}

/// An open file that has a name in a folder.
struct NamedFile {
    let folder: OpenFile
    let name: String
    let file: OpenFile

    /// Gives it a name among the objects, where none has that name; false if one has.
    func link(into target: OpenFile, as targetName: String) throws -> Bool {
        if linkat(folder.descriptor, name, target.descriptor, targetName, 0) == 0 { return true }
        guard errno == EEXIST else { throw StorageError.system("publish", "\(target.subject)/\(targetName)") }
        return false
    }

    /// Gives it a name among the objects instead of the file that has it.
    func rename(into target: OpenFile, as targetName: String) throws {
        guard renameat(folder.descriptor, name, target.descriptor, targetName) == 0 else {
            throw StorageError.system("publish", "\(target.subject)/\(targetName)")
        }
    }

    /// Takes the name away, where it still has it.
    func remove() { unlinkat(folder.descriptor, name, 0) }
}

extension OpenFile {
    fileprivate var hasName: Bool {
        get throws {
            var facts = stat()
            guard fstat(descriptor, &facts) == 0 else { throw StorageError.system("read", subject) }
            return facts.st_nlink > 0
        }
    }
}
