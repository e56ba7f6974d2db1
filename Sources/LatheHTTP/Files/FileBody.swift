internal import Foundation
internal import Synchronization

/// A regular file that is open for reading, and the part of it that is sent; for one answer, which closes it.
public final class FileBody: Sendable {
    /// What the file system says of the file.
    public struct Facts: Sendable, Equatable {
        /// In bytes.
        public let size: Int
        /// In whole seconds since 1970.
        public let modified: Int
        /// Changes with the content, as far as the file system knows: a strong validator, RFC 9110 §8.8.1.
        public let entityTag: String
    }

    public let facts: Facts
    /// What is sent.
    public let range: Range<Int>
    private let descriptor: Atomic<Int32>

    /// Opens a file; nil if there is none, it is no regular file, or it may not be read.
    public convenience init?(path: String) { self.init(owning: open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) }

    /// Takes over a descriptor that is open for reading, with the duty to close it; nil if it is no regular file's.
    public convenience init?(owning descriptor: Int32) {
        guard descriptor >= 0 else { return nil }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            let size = Int(exactly: status.st_size)
        else {
            close(descriptor)
            return nil
        }
        let parts = [UInt64(status.st_ino), UInt64(size), UInt64(bitPattern: Int64(status.st_mtim.tv_sec))]
        let tag = (parts + [UInt64(bitPattern: Int64(status.st_mtim.tv_nsec))]).map { String($0, radix: 36) }
        self.init(
            descriptor,
            Facts(size: size, modified: status.st_mtim.tv_sec, entityTag: "\"\(tag.joined(separator: "-"))\""), 0..<size
        )
    }

    private init(_ descriptor: Int32, _ facts: Facts, _ range: Range<Int>) {
        self.descriptor = Atomic(descriptor)
        self.facts = facts
        self.range = range
    }

    deinit {
        let descriptor = takeDescriptor()
        if descriptor >= 0 { close(descriptor) }
    }

    /// The same file with another part to be sent; it takes the descriptor over.
    func limited(to range: Range<Int>) -> FileBody {
        precondition(range.lowerBound >= 0 && range.upperBound <= facts.size, "a part lies within its file")
        return FileBody(takeDescriptor(), facts, range)
    }

    /// Gives the descriptor away, with the duty to close it; -1 if that was done before.
    func takeDescriptor() -> Int32 { descriptor.exchange(-1, ordering: .acquiringAndReleasing) }
}
