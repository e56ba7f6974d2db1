internal import Foundation
internal import LatheMedia

/// A file that is invisible (temporary name) until it is whole (rename).
public final class FileObject: PackageObject {
    private let path: String
    private let temporaryPath: String
    private let descriptor: Int32
    /// Where what is appended begins: room for a head before it.
    private var bodyStart: Int
    private var bodySize = 0
    private var isPublished = false

    /// - Parameter headSize: room to leave for the head; where it turns out to be larger or smaller, the body is moved.
    /// - Throws: `LatheError` with code `inputOutput`.
    public init(at path: String, headSize: Int = 0) throws {
        self.path = path
        bodyStart = headSize
        temporaryPath = "\(parentFolder(of: path))/.\(fileName(of: path)).part"
        descriptor = open(temporaryPath, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Self.failure("create", path) }
    }

    deinit {
        close(descriptor)
        if !isPublished { unlink(temporaryPath) }
    }

    /// Adds bytes behind those before.
    public func append(_ bytes: UnsafeRawBufferPointer) throws {
        try write(bytes, at: bodyStart + bodySize)
        bodySize += bytes.count
    }

    /// Puts the head before what was appended, and lets the file appear under its name.
    public func commit(head: [UInt8]) throws -> ObjectDigest {
        if head.count != bodyStart { try moveBody(to: head.count) }
        try head.withUnsafeBytes { try write($0, at: 0) }
        let digest = try readBack()
        try publish()
        return digest
    }

    /// Waits until the disk has everything so far, whatever happens to the power.
    func flush() throws {
        guard fsync(descriptor) == 0 else { throw Self.failure("write", path) }
    }

    /// Makes the file visible under its own name.
    func publish() throws {
        guard rename(temporaryPath, path) == 0 else { throw Self.failure("publish", path) }
        isPublished = true
    }

    /// Moves the body inside the file: towards the end from its last piece on, towards the front from its first, so that
    /// no piece lands on one that has not been moved.
    private func moveBody(to start: Int) throws {
        try withPieceBuffer { buffer in
            let starts = Array(stride(from: 0, to: bodySize, by: buffer.count))
            for offset in start > bodyStart ? starts.reversed() : starts {
                let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, bodySize - offset)])
                guard try read(into: piece, at: bodyStart + offset) == piece.count else {
                    throw LatheError(.inputOutput, "read back", path, because: "it became shorter meanwhile")
                }
                try write(UnsafeRawBufferPointer(piece), at: start + offset)
            }
        }
        bodyStart = start
        guard ftruncate(descriptor, off_t(bodyStart + bodySize)) == 0 else { throw Self.failure("write", path) }
    }

    /// The head comes last, so the checksum is taken of what the file holds at last.
    private func readBack() throws -> ObjectDigest {
        let hasher = SHA256Hasher()
        var total = 0
        try withPieceBuffer { buffer in
            while true {
                let count = try read(into: buffer, at: total)
                if count == 0 { break }
                hasher.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                total += count
            }
        }
        return ObjectDigest(bytes: total, sha256: hasher.finish())
    }
}

// MARK: - System calls

extension FileObject {
    private func withPieceBuffer(_ body: (UnsafeMutableRawBufferPointer) throws -> Void) throws {
        try withUnsafeTemporaryAllocation(byteCount: 1 << 18, alignment: 16, body)
    }

    private func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
            let count = pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure("write", path) }
            done += count
        }
    }

    /// Fills the buffer as far as the file goes.
    private func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        var done = 0
        while done < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
            let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.failure("read back", path) }
            if count == 0 { break }
            done += count
        }
        return done
    }

    private static func failure(_ attempt: String, _ path: String) -> LatheError {
        let number = errno
        let remedy: String? =
            switch number {
            case ENOSPC, EDQUOT: "Free some space and start again."
            case ENOENT: "The output folder disappeared while the package was written."
            default: nil
            }
        return LatheError(.inputOutput, attempt, path, because: String(cString: strerror(number)), remedy: remedy)
    }
}
