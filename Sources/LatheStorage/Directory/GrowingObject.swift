internal import Foundation
internal import LatheCrypto
internal import Synchronization

/// An object that comes in pieces, over several requests, connections and starts of the program, until it is published.
///
/// Its bytes lie in a file that keeps its name between them; how long that is, is how much has come. Whoever holds this
/// value is the only writer until `release`; the kernel's lock ends with the process, too, however that ends.
public final class GrowingObject: Sendable {
    private let named: NamedFile
    private let store: DirectoryStore
    private let state: Mutex<Int>

    init(_ named: NamedFile, _ store: DirectoryStore) throws {
        self.named = named
        self.store = store
        state = Mutex(try named.file.facts().size)
    }

    /// Lets others write; this value must not be used any more.
    ///
    /// It happens by itself with the last holder, but that may be a thread that is about to let go, or a child process
    /// that is about to begin.
    public func release() {
        // Without the lock it fails, and all is well.
        _ = flock(named.file.descriptor, LOCK_UN)
    }

    /// Bytes that have come.
    public var size: Int { state.withLock { $0 } }

    /// Writes behind what is there.
    ///
    /// - Throws: `StorageError`; after `full` a part may have been written, and `size` tells.
    public func append(_ bytes: [UInt8]) async throws {
        try await change { file in try bytes.withUnsafeBytes { try file.append($0) } }
    }

    /// Takes back what was appended behind an offset.
    public func cut(to size: Int) async throws {
        try await change { file in
            guard ftruncate(file.descriptor, off_t(size)) == 0 else {
                throw StorageError.system("cut", file.subject)
            }
        }
    }

    private func change(_ body: @escaping @Sendable (OpenFile) throws -> Void) async throws {
        try await store.transfers.run { [self] _ in
            let result = Result { try body(named.file) }
            let size = try named.file.facts().size
            state.withLock { $0 = size }
            try result.get()
        }
    }

    /// Waits until the disk has it, whatever happens to the power.
    public func synchronize() async throws {
        try await store.transfers.run { [named] _ in try named.file.synchronize() }
    }

    /// The first bytes, at most so many.
    public func head(_ count: Int) async throws -> [UInt8] {
        try await store.transfers.run { [named] _ in
            var bytes = [UInt8](repeating: 0, count: count)
            let read = try bytes.withUnsafeMutableBytes { try named.file.read(into: $0, at: 0) }
            return Array(bytes[..<read])
        }
    }

    /// Makes it an object, which replaces another; afterwards nothing grows under its name.
    ///
    /// - Throws: `corrupt` if it is not what the attributes say; it is still there then.
    public func publish(at key: ObjectKey, as attributes: ObjectAttributes) async throws -> StoredObject {
        let attributes = try attributes.validated(for: key)
        return try await store.transfers.run { [named, store] cancellation in
            let digest = try Self.checksum(of: named.file, cancellation)
            try attributes.check(digest, of: key)
            try FileAttributes(attributes, sha256: digest).attach(to: named.file)
            try named.file.synchronize()
            try cancellation.check()
            try Publication(tree: store.tree, incoming: store.incoming).publish(named, at: key, if: .always)
            return try StoredObject(key, named.file)
        }
    }

    /// Of what lies on the disk: a checksum of what was received would not survive the program.
    private static func checksum(of file: OpenFile, _ cancellation: Cancellation) throws -> SHA256Digest {
        let hasher = SHA256Hasher()
        let facts = try file.facts()
        try file.forEachPiece(from: 0, count: facts.size) { piece in
            try cancellation.check()
            hasher.update(piece)
        }
        return hasher.finish()
    }

    /// Gives up what has come.
    public func discard() async throws { try await store.transfers.run { [named] _ in named.remove() } }
}
