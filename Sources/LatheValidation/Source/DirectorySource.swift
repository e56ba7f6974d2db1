internal import Foundation

/// A package in a folder. Only regular files below it count: a link that leads out of it is as good as absent.
public struct DirectorySource: PackageSource {
    private let root: String

    /// - Throws: `ValidationError` when there is no such folder.
    public init(_ path: String) throws {
        guard let resolved = realpath(path, nil) else {
            throw ValidationError(code: .notFound, path: path, cause: String(cString: strerror(errno)))
        }
        defer { free(resolved) }
        root = String(cString: resolved)
    }

    /// All regular files below the folder, through no link that leads out of it.
    public func paths() throws -> [String] {
        guard let walk = FileManager.default.enumerator(atPath: root) else {
            throw ValidationError(code: .unreadable, path: root, cause: "the folder cannot be listed")
        }
        var paths: [String] = []
        for case let path as String in walk where byteCount(of: path) != nil {
            paths.append(path)
            guard paths.count <= Limits.files else {
                throw ValidationError(code: .notAPackage, path: root, cause: "it holds more than \(Limits.files) files")
            }
        }
        return paths.sorted()
    }

    /// Nil for folders, devices, and what lies behind a link out of the folder, too.
    public func byteCount(of path: String) -> Int? {
        guard let place = place(of: path) else { return nil }
        var status = stat()
        guard stat(place, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// Nil also where the file is shorter than the range.
    public func bytes(of path: String, in range: Range<Int>) -> [UInt8]? {
        guard byteCount(of: path) != nil, let place = place(of: path) else { return nil }
        let descriptor = open(place, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var isWhole = true
        let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            while count < range.count {
                let read = pread(
                    descriptor, buffer.baseAddress! + count, range.count - count, off_t(range.lowerBound + count))
                if read < 0, errno == EINTR { continue }
                guard read > 0 else { break }
                count += read
            }
            isWhole = count == range.count
        }
        return isWhole ? bytes : nil
    }

    /// The full path, where links have been followed and lead to a place inside the folder.
    private func place(of path: String) -> String? {
        guard !path.utf8.contains(0), let resolved = realpath("\(root)/\(path)", nil) else { return nil }
        defer { free(resolved) }
        let place = String(cString: resolved)
        return place.hasPrefix(root == "/" ? root : root + "/") ? place : nil
    }
}
