internal import Foundation
internal import LatheCrypto

/// The way of an object's bytes to whoever asked for them: counted, and checked at the end if it is the whole object.
final class Delivery {
    private let object: StoredObject
    private let consume: (UnsafeRawBufferPointer) throws -> Void
    private let file: DeliveredFile?
    private let check: ContentCheck?
    /// Where the delivered part of the object begins.
    let offset: Int
    /// How many bytes it has.
    let length: Int
    private(set) var delivered = 0

    /// - Parameter check: what the whole object must be; by default its SHA-256, where it has one.
    init(
        of object: StoredObject, range: ByteRange?, to destination: ObjectDestination, check: ContentCheck? = nil
    ) throws {
        guard let length = range.map({ $0.length(in: object.size) }) ?? object.size else {
            throw StorageError(
                .invalid, "get", object.key.text,
                because: "the range begins at \(range?.offset ?? 0) and the object has \(object.size) bytes")
        }
        self.object = object
        self.length = length
        offset = range?.offset ?? 0
        self.check = length == object.size ? check ?? object.sha256.map(ContentCheck.init(sha256:)) : nil
        switch destination {
        case .consumer(let consume):
            self.consume = consume
            file = nil
        case .file(let path):
            let file = try DeliveredFile(at: path)
            consume = file.append
            self.file = file
        }
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        guard bytes.count <= length - delivered else { throw fault("more bytes came than it has") }
        check?.update(bytes)
        try consume(bytes)
        delivered += bytes.count
    }

    var isComplete: Bool { delivered == length }

    /// Lets the file appear.
    func finish() throws {
        guard isComplete else { throw fault("\(delivered) bytes came of \(length)") }
        if let difference = check?.difference() { throw fault(difference) }
        try file?.publish()
    }

    private func fault(_ cause: String) -> StorageError {
        StorageError(.corrupt, "get", object.key.text, because: cause)
    }
}

/// A file that is invisible until it is whole.
private final class DeliveredFile {
    private let path: String
    private let temporaryPath: String
    private let file: OpenFile
    private var isPublished = false

    init(at path: String) throws {
        self.path = path
        temporaryPath = "\(path).\(UUID().uuidString.lowercased()).part"
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
        file = try OpenFile(open(temporaryPath, flags, 0o666), "create", path)
    }

    deinit { if !isPublished { unlink(temporaryPath) } }

    func append(_ bytes: UnsafeRawBufferPointer) throws { try file.append(bytes) }

    func publish() throws {
        guard rename(temporaryPath, path) == 0 else { throw StorageError.system("write", path) }
        isPublished = true
    }
}
