internal import Foundation
internal import LatheCrypto

/// Objects as files below a folder, each under its key.
///
/// A file grows in the folder `.incoming` of the root, goes to the disk, and gets its name at once. Checksum and media
/// type are kept in extended attributes. An object cannot be a folder too: where `a` is an object, `a/b` cannot be one.
/// Symbolic links below the root are nobody's objects.
public final class DirectoryStore: ObjectStore {
    let tree: ObjectTree
    let incoming: OpenFile
    /// Nobody else may read what is put here.
    let isPrivate: Bool
    /// A caller's slow reader or consumer keeps its thread, and nobody's question waits for it.
    let transfers = BlockingThreads(limit: 128)
    let questions = BlockingThreads(limit: 8)

    /// Opens a store, makes the folder where it is missing, and removes what dead processes left in it.
    ///
    /// - Parameter isPrivate: what it makes is for this process's user alone.
    /// - Throws: `StorageError`.
    public init(_ path: String, isPrivate: Bool = false) throws {
        self.isPrivate = isPrivate
        let root = path.isEmpty ? "." : path
        let folderMode: mode_t = isPrivate ? 0o700 : 0o777
        do {
            try FileManager.default.createDirectory(
                atPath: root, withIntermediateDirectories: true,
                attributes: isPrivate ? [.posixPermissions: Int(folderMode)] : nil)
        } catch {
            throw StorageError(.notFound, "make the folder", root, because: error.localizedDescription)
        }
        tree = ObjectTree(
            root: try OpenFile(open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC), "open", root), folderMode: folderMode)
        let name = ObjectKey.reservedComponent
        guard mkdirat(tree.root.descriptor, name, folderMode) == 0 || errno == EEXIST,
            let incoming = try tree.root.folder(name)
        else { throw StorageError.system("make the folder", "\(root)/\(name)") }
        self.incoming = incoming
        try IncomingFile.sweep(incoming)
    }

    public func put(
        _ source: ObjectSource, at key: ObjectKey, as attributes: ObjectAttributes, if condition: PutCondition
    ) async throws -> StoredObject {
        let attributes = try attributes.validated(for: key)
        return try await transfers.run { [self] cancellation in
            let file = try IncomingFile(in: incoming, mode: isPrivate ? 0o600 : 0o666)
            try source.forEachPiece(of: key) { piece in
                try cancellation.check()
                try file.append(piece)
            }
            let digest = file.finish()
            try attributes.check(digest, of: key)
            try FileAttributes(attributes, sha256: digest).attach(to: file.file)
            try file.file.synchronize()
            try cancellation.check()
            try Publication(tree: tree, incoming: incoming).publish(file.named, at: key, if: condition)
            return try StoredObject(key, file.file)
        }
    }

    public func get(
        _ key: ObjectKey, range: ByteRange?, into destination: ObjectDestination
    ) async throws -> StoredObject? {
        try await transfers.run { [self] cancellation in
            guard let file = try tree.file(of: key) else { return nil }
            let object = try StoredObject(key, file)
            let delivery = try Delivery(of: object, range: range, to: destination)
            try file.forEachPiece(from: delivery.offset, count: delivery.length) { piece in
                try cancellation.check()
                try delivery.append(piece)
            }
            try delivery.finish()
            return object
        }
    }

    public func head(_ key: ObjectKey) async throws -> StoredObject? {
        try await questions.run { [self] _ in try tree.file(of: key).map { try StoredObject(key, $0) } }
    }

    public func delete(_ keys: [ObjectKey]) async throws {
        try await questions.run { [self] cancellation in
            for key in keys {
                try cancellation.check()
                try Publication(tree: tree, incoming: incoming).remove(key)
            }
        }
    }

    public func list(prefix: String, after cursor: ListCursor?, limit: Int) async throws -> ObjectPage {
        let walk = try TreeWalk(tree: tree, prefix: prefix, after: cursor, limit: limit)
        return try await questions.run { cancellation in try walk.page(cancellation) }
    }

    /// None: whoever serves the folder signs paths of its own.
    public func presign(_ request: PresignableRequest) -> PresignedRequest? { nil }

    public var presignedOrigin: String? { nil }
}
