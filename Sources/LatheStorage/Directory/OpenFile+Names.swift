internal import Foundation

extension OpenFile {
    /// Calls with each name in this folder, in the file system's order, and whether it is a folder. What is neither a
    /// folder nor a regular file, or has a name that is not UTF-8, is left out.
    func forEachName(_ body: (_ name: String, _ isFolder: Bool) throws -> Void) throws {
        // A stream owns its descriptor and shares the position of a duplicate: it gets one of its own.
        let own = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard own >= 0 else { throw StorageError.system("list", subject) }
        guard let stream = fdopendir(own) else {
            let error = StorageError.system("list", subject)
            close(own)
            throw error
        }
        defer { closedir(stream) }
        while let entry = try nextEntry(of: stream) {
            guard let name = Self.name(of: entry), name != ".", name != ".." else { continue }
            if let isFolder = try isFolder(name, type: Int(entry.pointee.d_type)) { try body(name, isFolder) }
        }
    }

    private func nextEntry(of stream: OpaquePointer) throws -> UnsafeMutablePointer<dirent>? {
        errno = 0
        if let entry = readdir(stream) { return entry }
        guard errno == 0 else { throw StorageError.system("list", subject) }
        return nil
    }

    private static func name(of entry: UnsafeMutablePointer<dirent>) -> String? {
        // By pointer: the record may be shorter than the declared array.
        guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return nil }
        let start = UnsafeRawPointer(entry) + offset
        return String(validatingCString: start.assumingMemoryBound(to: CChar.self))
    }

    /// Nil for what is neither a folder nor a file, or is gone.
    private func isFolder(_ name: String, type: Int) throws -> Bool? {
        if type == Int(DT_REG) { return false }
        if type == Int(DT_DIR) { return true }
        guard type == Int(DT_UNKNOWN) else { return nil }
        var facts = stat()
        guard fstatat(descriptor, name, &facts, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
        let known = FileFacts(facts)
        return known.isFolder ? true : known.isRegularFile ? false : nil
    }
}
