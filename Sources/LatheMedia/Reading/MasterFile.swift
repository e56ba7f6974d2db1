internal import Glibc

/// A master opened for reading, once: decoder and checksum see the same bytes even if the path is given to another file.
///
/// Every read names its own position, so several threads may read at the same time.
public final class MasterFile: Sendable {
    /// The path as it was given.
    public let path: String
    /// Size in bytes when it was opened.
    public let byteCount: Int
    private let descriptor: Int32
    private let stamp: Stamp

    /// What tells that a file was written to.
    private struct Stamp: Equatable {
        let size, seconds, nanoseconds: Int

        init(_ status: stat) {
            size = Int(status.st_size)
            seconds = status.st_mtim.tv_sec
            nanoseconds = status.st_mtim.tv_nsec
        }
    }

    /// Opens a regular file that is neither empty nor larger than the limit.
    ///
    /// Throws `MediaError`: `noSuchFile`, `notReadable`, `truncated` (an empty file), `limitExceeded`, `io`.
    public init(path: String, limits: MasterLimits = .standard) throws {
        let descriptor = try Self.open(path)
        do {
            let status = try Self.regularStatus(of: descriptor, path)
            try Self.check(size: Int(status.st_size), limits, path)
            self.stamp = Stamp(status)
        } catch {
            _ = close(descriptor)
            throw error
        }
        self.path = path
        self.descriptor = descriptor
        self.byteCount = stamp.size
    }

    // Nothing was written, so there is nothing that a failing close could lose.
    deinit { _ = close(descriptor) }

    /// Fills a buffer from a position and returns how many bytes there were; fewer than asked only at the end of the
    /// file. Throws `MediaError` with code `io`.
    func read(into buffer: UnsafeMutableRawBufferPointer, at position: Int) throws -> Int {
        var filled = 0
        while filled < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            let got = pread(descriptor, rest.baseAddress, rest.count, position + filled)
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw failure(.io, "the system failed a read: \(Self.reason(errno))") }
            if got == 0 { break }
            filled += got
        }
        return filled
    }

    /// Throws `io` if the file was written to since it was opened.
    func checkUnchanged() throws {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(.io, "fstat failed: \(Self.reason(errno))") }
        guard Stamp(status) == stamp else {
            throw failure(.io, "the file changed while it was read", remedy: "Try again once it is complete.")
        }
    }

    /// An error about this file.
    func failure(_ code: MediaError.Code, _ cause: String, remedy: String? = nil) -> MediaError {
        MediaError(code, "decode", path, because: cause, remedy: remedy)
    }
}

extension MasterFile {
    private static func open(_ path: String) throws -> Int32 {
        // A C string ends at the first zero byte: another file than the one named would be opened.
        guard !path.utf8.contains(0) else {
            throw MediaError(.noSuchFile, "open", path.filter { $0 != "\0" }, because: "a path holds no zero byte")
        }
        // Without O_NONBLOCK, a FIFO that nobody writes to would block here for ever.
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor < 0 else { return descriptor }
        let code: MediaError.Code =
            switch errno {
            case ENOENT, ENOTDIR: .noSuchFile
            case EMFILE, ENFILE, EIO, ENOMEM: .io
            default: .notReadable
            }
        throw MediaError(code, "open", path, because: reason(errno))
    }

    private static func regularStatus(of descriptor: Int32, _ path: String) throws -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw MediaError(.io, "open", path, because: "fstat failed: \(reason(errno))")
        }
        let kind: String? =
            switch status.st_mode & S_IFMT {
            case S_IFREG: nil
            case S_IFDIR: "it is a directory"
            case S_IFIFO: "it is a FIFO"
            case S_IFSOCK: "it is a socket"
            default: "it is a device"
            }
        guard let kind else { return status }
        throw MediaError(.notReadable, "open", path, because: kind, remedy: "A master is a regular file.")
    }

    private static func check(size: Int, _ limits: MasterLimits, _ path: String) throws {
        guard size > 0 else { throw MediaError(.truncated, "open", path, because: "the file is empty") }
        guard size <= limits.bytes else {
            let cause = "it has \(size) bytes, more than the limit of \(limits.bytes)"
            throw MediaError(.limitExceeded, "open", path, because: cause)
        }
    }

    private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
