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
    public enum Code: String, Sendable, Equatable {
        /// There is nothing at the path.
        case notFound
        /// It is there, but cannot be listed.
        case unreadable
        /// It is no folder, playlist or manifest, or has more files than any package.
        case notAPackage
    }

    /// What to decide by.
    public let code: Code
    /// What should have been looked at.
    public let path: String
    /// Why that failed, one clause.
    public let cause: String

    /// `cannot check package: there is none.`
    public var description: String { "cannot check \(path): \(cause)." }
}

/// A package in memory, by path: what a `MemorySink` holds.
public struct MemorySource: PackageSource {
    /// Contents by path.
    public var files: [String: [UInt8]]

    /// Holds these files.
    public init(files: [String: [UInt8]]) {
        self.files = files
    }

    /// All of them, sorted.
    public func paths() -> [String] { files.keys.sorted() }

    /// Nil where there is none.
    public func byteCount(of path: String) -> Int? { files[path]?.count }

    /// Nil also where the file is shorter than the range.
    public func bytes(of path: String, in range: Range<Int>) -> [UInt8]? {
        guard let file = files[path], range.lowerBound >= 0, range.upperBound <= file.count else { return nil }
        return Array(file[range])
    }
}
