internal import Foundation
internal import LatheHTTP
internal import LatheStorage
internal import Synchronization

/// What a probe reads of a master that lies in a store: its beginning and its end, in a file that is as long as the
/// master and has nothing between.
struct RemoteMaster: Sendable {
    let store: any ObjectStore
    let key: ObjectKey
    /// Headers with pictures are as long as a FLAC block can be, 16 MiB, and a little more.
    var headLength = 20 << 20
    var tailLength = 1 << 20

    /// Calls with the file, which is gone afterwards.
    ///
    /// - Returns: nil where there is no object.
    func withExcerpt<Value: Sendable>(_ body: (_ path: String) async throws -> Value) async throws -> Value? {
        guard let size = try await store.head(key)?.size else { return nil }
        let file = try ExcerptFile(size: size)
        defer { withExtendedLifetime(file) {} }
        let head = min(headLength, size)
        for range in [0..<head, max(head, size - tailLength)..<size] where !range.isEmpty {
            guard try await copy(range, to: file) else { return nil }
        }
        return try await body(file.path)
    }

    private func copy(_ range: Range<Int>, to file: ExcerptFile) async throws -> Bool {
        let position = Mutex(range.lowerBound)
        let object = try await store.get(
            key, range: ByteRange(offset: range.lowerBound, count: range.count),
            into: .consumer { piece in
                try position.withLock { position in
                    try file.write(piece, at: position)
                    position += piece.count
                }
            })
        return object != nil
    }
}

/// A file without a name, which other processes of this user can read while this value lives: nothing is left of it
/// however this process ends.
private final class ExcerptFile: Sendable {
    private let descriptor: Int32

    init(size: Int) throws {
        let name = FileManager.default.temporaryDirectory.path + "/lathe-probe-" + UUID().uuidString
        descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure }
        unlink(name)
        guard ftruncate(descriptor, off_t(size)) == 0 else {
            let failure = Self.failure
            close(descriptor)
            throw failure
        }
    }

    deinit { close(descriptor) }

    var path: String { "/proc/\(getpid())/fd/\(descriptor)" }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws {
        var written = 0
        while written < bytes.count {
            let count = pwrite(
                descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written, off_t(offset + written))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure }
            written += count
        }
    }

    private static var failure: Problem {
        Problem(507, title: "Insufficient Storage", detail: "There is no room to look at the master.")
    }
}
