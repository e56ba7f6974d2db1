internal import Foundation
internal import LatheCrypto
internal import LatheStorage
internal import Synchronization

extension Blob {
    init(of bytes: [UInt8]) {
        self.init(sha256: bytes.withUnsafeBytes { SHA256Digest(of: $0) }, bytes: bytes.count)
    }

    /// Reads all of it; blocks.
    init(ofFile path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw BackupError.system("read", path) }
        defer { close(descriptor) }
        let hasher = SHA256Hasher()
        var (buffer, count) = ([UInt8](repeating: 0, count: 1 << 18), 0)
        while case let length = read(descriptor, &buffer, buffer.count), length != 0 {
            if length < 0, errno == EINTR { continue }
            guard length > 0 else { throw BackupError.system("read", path) }
            buffer.withUnsafeBytes { hasher.update(UnsafeRawBufferPointer(rebasing: $0[..<length])) }
            count += length
        }
        self.init(sha256: hasher.finish(), bytes: count)
    }
}

extension ObjectStore {
    /// An object that fits into memory; nil where there is none.
    ///
    /// - Throws: `BackupError` with code `damaged` for one that is larger than any description of Lathe's is.
    func bytes(at key: ObjectKey) async throws -> [UInt8]? {
        let bytes = Mutex<[UInt8]>([])
        let found = try await get(
            key,
            into: .consumer { piece in
                try bytes.withLock { bytes in
                    guard bytes.count + piece.count <= 64 << 20 else {
                        throw BackupError(.damaged, "read", key.text, because: "it is larger than it can be")
                    }
                    bytes.append(contentsOf: piece)
                }
            })
        return found == nil ? nil : bytes.withLock { $0 }
    }
}
