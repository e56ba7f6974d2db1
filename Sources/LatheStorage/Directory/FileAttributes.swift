internal import CXattr
internal import Foundation
internal import LatheCrypto

/// What a directory store keeps beside a file's bytes, in extended attributes.
///
/// A file system without them keeps nothing: there is no checksum then, and the name tells the media type.
struct FileAttributes {
    var sha256: SHA256Digest?
    /// Under the name that freedesktop.org's shared MIME database and web servers use.
    var contentType: String?
    var cacheControl: String?

    private enum Name {
        static let sha256 = "user.lathe.sha256"
        static let contentType = "user.mime_type"
        static let cacheControl = "user.lathe.cache-control"
    }

    /// What a file has.
    init(of file: OpenFile) throws {
        sha256 = try Self.value(Name.sha256, of: file).flatMap(SHA256Digest.init(hexadecimal:))
        contentType = try Self.value(Name.contentType, of: file)
        cacheControl = try Self.value(Name.cacheControl, of: file)
    }

    init(_ attributes: ObjectAttributes, sha256: SHA256Digest) {
        self.sha256 = sha256
        contentType = attributes.contentType
        cacheControl = attributes.cacheControl
    }

    /// Writes them to a file.
    func attach(to file: OpenFile) throws {
        try Self.set(Name.sha256, sha256?.hexadecimal, of: file)
        try Self.set(Name.contentType, contentType, of: file)
        try Self.set(Name.cacheControl, cacheControl, of: file)
    }

    private static func value(_ name: String, of file: OpenFile) throws -> String? {
        var bytes = [UInt8](repeating: 0, count: 2048)
        let count = fgetxattr(file.descriptor, name, &bytes, bytes.count)
        // ERANGE: longer than any that we wrote.
        if count < 0, [ENODATA, ENOTSUP, ERANGE].contains(errno) { return nil }
        guard count >= 0 else { throw StorageError.system("read the attributes of", file.subject) }
        return String(validating: bytes[..<count], as: UTF8.self)
    }

    private static func set(_ name: String, _ value: String?, of file: OpenFile) throws {
        guard let value else { return }
        let bytes = Array(value.utf8)
        if fsetxattr(file.descriptor, name, bytes, bytes.count, 0) != 0, errno != ENOTSUP {
            throw StorageError.system("write the attributes of", file.subject)
        }
    }
}

extension StoredObject {
    init(_ key: ObjectKey, _ file: OpenFile) throws {
        try self.init(key, file, FileAttributes(of: file))
    }

    init(_ key: ObjectKey, _ file: OpenFile, _ attributes: FileAttributes) throws {
        let facts = try file.facts()
        self.init(
            key: key, size: facts.size, etag: attributes.sha256?.hexadecimal ?? facts.etag, sha256: attributes.sha256,
            lastModified: facts.modified, contentType: attributes.contentType ?? MediaType.of(key.text),
            cacheControl: attributes.cacheControl)
    }
}

extension FileFacts {
    /// For a file without a checksum: whoever replaces it makes another file at another time.
    fileprivate var etag: String { [inode, UInt64(size), UInt64(bitPattern: Int64(seconds)), UInt64(nanoseconds)].hex }
}

extension [UInt64] {
    fileprivate var hex: String { map { String($0, radix: 16) }.joined(separator: "-") }
}
