internal import Foundation
internal import LatheMedia

/// A file that is invisible (temporary name) until it is whole (rename).
final class FileObject: PackageObject {
    private let path: String
    private let temporaryPath: String
    private let descriptor: Int32
    private var isPublished = false

    /// - Throws: `LatheError` with code `inputOutput`.
    init(at path: String) throws {
        self.path = path
        let folder = (path as NSString).deletingLastPathComponent
        temporaryPath = "\(folder)/.\((path as NSString).lastPathComponent).part"
        descriptor = open(temporaryPath, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Self.failure("create", path) }
    }

    deinit {
        close(descriptor)
        if !isPublished { unlink(temporaryPath) }
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure("write", path) }
            rest = rest.dropFirst(count)
        }
    }

    func rewriteHead(_ bytes: [UInt8]) throws {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress! + done, bytes.count - done, off_t(done))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure("write", path) }
            done += count
        }
    }

    func commit() throws -> ObjectDigest {
        let digest = try readBack()
        try publish()
        return digest
    }

    /// Makes the file visible under its own name.
    func publish() throws {
        guard rename(temporaryPath, path) == 0 else { throw Self.failure("publish", path) }
        isPublished = true
    }

    /// The head may have been rewritten, so the checksum is taken of what the file holds at last.
    private func readBack() throws -> ObjectDigest {
        let hasher = SHA256Hasher()
        var total = 0
        try withUnsafeTemporaryAllocation(byteCount: 1 << 18, alignment: 16) { buffer in
            while true {
                let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(total))
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { throw Self.failure("read back", path) }
                if count == 0 { break }
                hasher.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                total += count
            }
        }
        return ObjectDigest(bytes: total, sha256: hasher.finish())
    }

    private static func failure(_ attempt: String, _ path: String) -> LatheError {
        let number = errno
        let remedy: String? =
            switch number {
            case ENOSPC, EDQUOT: "Free some space and start again: nothing of this package is left."
            case ENOENT: "The output folder disappeared while the package was written."
            default: nil
            }
        return LatheError(.inputOutput, attempt, path, because: String(cString: strerror(number)), remedy: remedy)
    }
}
