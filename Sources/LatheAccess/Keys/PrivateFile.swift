internal import Foundation

/// A small file that only its owner may read, replaced as a whole.
struct PrivateFile {
    let path: String
    private static let sizeLimit = 256 * 1024

    /// Tells one content from another without reading it: every replacement is another file.
    struct Fingerprint: Equatable, Sendable {
        let device, inode, size, seconds, nanoseconds: Int

        init(_ status: stat) {
            device = Int(truncatingIfNeeded: status.st_dev)
            inode = Int(truncatingIfNeeded: status.st_ino)
            size = Int(status.st_size)
            seconds = status.st_mtim.tv_sec
            nanoseconds = status.st_mtim.tv_nsec
        }
    }

    /// Nil if there is no file, or it cannot be asked.
    var fingerprint: Fingerprint? {
        var status = stat()
        return stat(path, &status) == 0 ? Fingerprint(status) : nil
    }

    /// - Throws: `AccessError` with code `keyFileMissing`, `keyFileExposed`, `keysInvalid` or `inputOutput`.
    func read() throws(AccessError) -> (bytes: [UInt8], fingerprint: Fingerprint) {
        // A FIFO would block without O_NONBLOCK.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw errno == ENOENT ? missing : failure("read") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure("read") }
        try check(status)
        var bytes = [UInt8](repeating: 0, count: Self.sizeLimit + 1)
        var count = 0
        while count < bytes.count {
            let read = bytes.withUnsafeMutableBytes { bytes in
                let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[count...])
                return Glibc.read(descriptor, rest.baseAddress, rest.count)
            }
            guard read >= 0 || errno == EINTR else { throw failure("read") }
            if read == 0 { break }
            count += max(read, 0)
        }
        guard count <= Self.sizeLimit else { throw invalid("it is larger than 256 KiB") }
        bytes.removeSubrange(count...)
        return (bytes, Fingerprint(status))
    }

    private func check(_ status: stat) throws(AccessError) {
        guard status.st_mode & S_IFMT == S_IFREG else { throw invalid("it is not a file") }
        guard status.st_mode & 0o077 == 0 else {
            throw AccessError(
                .keyFileExposed, "use", path, because: "others than its owner may read or write it",
                remedy: "Run \"chmod 600\" on it, and rotate its keys if anyone may have seen them.")
        }
        guard [geteuid(), 0].contains(status.st_uid) else {
            throw AccessError(
                .keyFileExposed, "use", path, because: "it belongs to another user",
                remedy: "Run \"chown\" on it, or run as its owner.")
        }
    }

    /// Writes beside, to disk, and renames: a reader sees the old content or the new one. Call it in `locked`.
    func replace(with bytes: [UInt8]) throws(AccessError) {
        let fresh = path + ".new"
        // What a killed run left behind; the lock says that nobody writes it now.
        guard unlink(fresh) == 0 || errno == ENOENT else { throw failure("write") }
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("write") }
        let isWritten = write(bytes, to: descriptor) && fsync(descriptor) == 0
        let cause = errno
        let isClosed = close(descriptor) == 0
        guard isWritten, isClosed, rename(fresh, path) == 0 else {
            let cause = isWritten ? errno : cause
            unlink(fresh)
            throw failure("write", cause)
        }
        try synchronizeFolder()
    }

    private func write(_ bytes: [UInt8], to descriptor: CInt) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard written >= 0 || errno == EINTR else { return false }
            rest = rest.dropFirst(max(written, 0))
        }
        return true
    }

    private func synchronizeFolder() throws(AccessError) {
        let folder = (path as NSString).deletingLastPathComponent
        let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("write") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("write") }
    }
}

extension PrivateFile {
    /// Runs while no other process or thread does, waiting for it if need be. The lock is a file beside, as this one
    /// is replaced; it stays.
    func locked<Result>(_ body: () throws(AccessError) -> Result) throws(AccessError) -> Result {
        let descriptor = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure("lock") }
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw failure("lock") }
        }
        return try body()
    }

    func invalid(_ cause: String) -> AccessError { AccessError(.keysInvalid, "use", path, because: cause) }

    private var missing: AccessError {
        AccessError(
            .keyFileMissing, "read", path, because: "there is no such file",
            remedy: "The first \"lathe serve\" makes one.")
    }

    private func failure(_ attempt: String, _ code: CInt = errno) -> AccessError {
        AccessError(.inputOutput, attempt, path, because: String(cString: strerror(code)))
    }
}
