internal import Foundation

/// An open file or folder, closed with its last holder.
///
/// Names are looked up one component at a time and never through a symbolic link.
final class OpenFile: Sendable {
    let descriptor: Int32
    /// What errors call it.
    let subject: String

    /// Takes a descriptor that a system call returned.
    /// - Throws: what `errno` says, if it returned none.
    init(_ descriptor: Int32, _ attempt: String, _ subject: String) throws {
        guard descriptor >= 0 else { throw StorageError.system(attempt, subject) }
        self.descriptor = descriptor
        self.subject = subject
    }

    deinit { close(descriptor) }

    /// Opens a file by a path of the caller's, who may use symbolic links.
    static func reading(_ path: String) throws -> OpenFile {
        let file = try OpenFile(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), "open", path)
        guard try file.facts().isRegularFile else {
            throw StorageError(.invalid, "read", path, because: "it is not a regular file")
        }
        return file
    }

    /// A folder in this folder; nil if there is none by that name.
    func folder(_ name: String) throws -> OpenFile? {
        try child(name, O_RDONLY | O_DIRECTORY, absent: [ENOENT, ENOTDIR, ELOOP])
    }

    /// A regular file in this folder; nil if there is none by that name.
    func file(_ name: String) throws -> OpenFile? {
        // ENXIO: a socket. O_NONBLOCK: a pipe without a writer.
        let file = try child(name, O_RDONLY | O_NONBLOCK, absent: [ENOENT, ENOTDIR, ELOOP, ENXIO, ENAMETOOLONG])
        return try file?.facts().isRegularFile == true ? file : nil
    }

    private func child(_ name: String, _ flags: Int32, absent: [Int32]) throws -> OpenFile? {
        let child = openat(descriptor, name, flags | O_NOFOLLOW | O_CLOEXEC)
        if child < 0, absent.contains(errno) { return nil }
        return try OpenFile(child, "open", "\(subject)/\(name)")
    }

    func facts() throws -> FileFacts {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw StorageError.system("read", subject) }
        return FileFacts(facts)
    }

    /// Waits until the disk has it, whatever happens to the power.
    func synchronize() throws {
        guard fsync(descriptor) == 0 else { throw StorageError.system("write", subject) }
    }

    /// Fills a buffer as far as the file goes.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        var done = 0
        while done < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
            let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw StorageError.system("read", subject) }
            if count == 0 { break }
            done += count
        }
        return done
    }

    /// Writes behind what was written before.
    func append(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        while !rest.isEmpty {
            let count = write(descriptor, rest.baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw StorageError.system("write", subject) }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }
}

/// What a file system says of a file.
struct FileFacts: Equatable {
    let inode: UInt64
    let size: Int
    let seconds: Int
    let nanoseconds: Int
    let isRegularFile: Bool
    let isFolder: Bool

    init(_ facts: stat) {
        inode = UInt64(facts.st_ino)
        size = Int(facts.st_size)
        seconds = facts.st_mtim.tv_sec
        nanoseconds = facts.st_mtim.tv_nsec
        isRegularFile = facts.st_mode & S_IFMT == S_IFREG
        isFolder = facts.st_mode & S_IFMT == S_IFDIR
    }

    var modified: Date { Date(timeIntervalSince1970: Double(seconds) + Double(nanoseconds) / 1e9) }
}
