/// Where a package lies: a folder, memory, an object store. Paths are relative, with `/` between their parts.
public protocol PackageSource: Sendable {
    /// All files, sorted.
    /// - Throws: `ValidationError` when the place cannot be listed.
    func paths() throws -> [String]
    /// Bytes of a file; nil where there is none, or where it is not a regular file of the package.
    func byteCount(of path: String) -> Int?
    /// Bytes of a part of a file; nil where they cannot be read.
    func bytes(of path: String, in range: Range<Int>) -> [UInt8]?
}

/// Why a package could not be looked at.
public struct ValidationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What helps to choose an exit status.
    public enum Code: String, Sendable, Equatable { case notFound, unreadable, notAPackage }

    public let code: Code
    public let path: String
    public let cause: String

    public var description: String { "cannot check \(path): \(cause)." }
}

/// A package in memory, by path: what a `MemorySink` holds.
public struct MemorySource: PackageSource {
    public var files: [String: [UInt8]]

    /// Holds these files.
    public init(files: [String: [UInt8]]) {
        self.files = files
    }

    public func paths() -> [String] { files.keys.sorted() }

    public func byteCount(of path: String) -> Int? { files[path]?.count }

    public func bytes(of path: String, in range: Range<Int>) -> [UInt8]? {
        guard let file = files[path], range.lowerBound >= 0, range.upperBound <= file.count else { return nil }
        return Array(file[range])
    }
}
