internal import Foundation

/// The file of an object, open for reading: for whoever lets the kernel send it.
public struct ObjectFile: Sendable {
    /// What it is.
    public let object: StoredObject
    /// What caches may do (RFC 9111 §5.2); nil where nobody said, or the file system keeps no attributes.
    public let cacheControl: String?
    private let file: OpenFile

    init(_ key: ObjectKey, _ file: OpenFile) throws {
        let attributes = try FileAttributes(of: file)
        object = try StoredObject(key, file, attributes)
        cacheControl = attributes.cacheControl
        self.file = file
    }

    /// A descriptor of its own for the caller, with the duty to close it.
    ///
    /// - Throws: `unavailable` where the process may open no more files.
    public func descriptor() throws -> Int32 {
        let copy = fcntl(file.descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw StorageError.system("open", object.key.text) }
        return copy
    }
}

extension DirectoryStore {
    /// Opens an object's file; nil if there is none. What replaces or deletes the object later leaves the file as it is.
    ///
    /// Unlike the other calls it runs on the caller's thread: it looks up names and attributes, which takes microseconds
    /// on a local disk, and reads nothing.
    public func file(of key: ObjectKey) throws -> ObjectFile? {
        try tree.file(of: key).map { try ObjectFile(key, $0) }
    }

    /// Where an object's file is, for programs that open files themselves; nil if there is none, or the root folder is
    /// gone. Unlike `file(of:)` it is only as safe as the folders on the way are left alone.
    public func path(of key: ObjectKey) -> String? {
        var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/fd/\(tree.root.descriptor)", &bytes, bytes.count)
        guard count > 0 else { return nil }
        let folder = String(decoding: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard folder.hasPrefix("/") else { return nil }
        let path = folder + "/" + key.text
        return access(path, R_OK) == 0 ? path : nil
    }
}
