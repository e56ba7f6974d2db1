internal import Lathe
internal import LatheCrypto
internal import Synchronization

/// Puts each object of a package into a file of its own in a flat folder, and says so: whoever listens takes them away
/// one after the other. A playlist that is published again is another file.
final class SpoolSink: PackageSink {
    private let folder: String
    private let say: @Sendable (EncodeEvent) throws -> Void
    private let count = Atomic(0)

    /// - Parameter say: is told of each object when it is whole; may block until there is room for more.
    init(_ folder: String, say: @escaping @Sendable (EncodeEvent) throws -> Void) {
        self.folder = folder
        self.say = say
    }

    func publish(_ bytes: [UInt8], at path: String) throws {
        let object = try beginObject(at: path, headSize: 0)
        try bytes.withUnsafeBytes { try object.append($0) }
        _ = try object.commit(head: [])
    }

    func beginObject(at path: String, headSize: Int) throws -> any PackageObject {
        let file = String(count.add(1, ordering: .relaxed).newValue)
        let object = try FileObject(at: "\(folder)/\(file)", headSize: headSize)
        return Spooling(object: object) { [say] digest in
            try say(
                .object(SpooledObject(path: path, file: file, bytes: digest.bytes, sha256: digest.sha256.hexadecimal)))
        }
    }

    func finish(packageDocument: [UInt8]) throws { try publish(packageDocument, at: Package.documentPath) }

    /// The folder is its listener's, who takes it away as a whole.
    func abandon() {}
}

/// A file of the spool under way.
private final class Spooling: PackageObject {
    private let object: FileObject
    private let committed: (ObjectDigest) throws -> Void

    init(object: FileObject, committed: @escaping (ObjectDigest) throws -> Void) {
        self.object = object
        self.committed = committed
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws { try object.append(bytes) }

    func commit(head: [UInt8]) throws -> ObjectDigest {
        let digest = try object.commit(head: head)
        try committed(digest)
        return digest
    }
}
