internal import Foundation
internal import Synchronization

/// The folder that a package grows in: makes the folders of its objects, and lets none out of it.
final class PackageFolder: Sendable {
    let path: String
    /// It was not there before.
    private let isNew: Bool
    private let madeFolders = Mutex<Set<String>>([])

    /// - Throws: `LatheError` with code `outputNotCreated`.
    init(_ path: String) throws {
        self.path = path
        isNew = try Self.make(path)
    }

    func publish(_ bytes: [UInt8], at path: String) throws {
        let object = try FileObject(at: try place(path))
        try bytes.withUnsafeBytes { try object.append($0) }
        try object.publish()
    }

    func beginObject(at path: String, headSize: Int) throws -> FileObject {
        try FileObject(at: try place(path), headSize: headSize)
    }

    /// Takes everything away, the marker last; a folder that was there before stays, empty.
    func remove(_ marker: UnfinishedMarker?) {
        // A folder that is gone already needs no removing, and what cannot be removed stays marked.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names where name != UnfinishedMarker.name {
            try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
        }
        marker?.remove()
        if isNew { rmdir(path) }
    }

    /// The full path of an object, whose folders exist.
    private func place(_ path: String) throws -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) else {
            throw LatheError(.inputOutput, "write", path, because: "the path would leave the package")
        }
        let folder = parts.dropLast().joined(separator: "/")
        try madeFolders.withLock { made in
            guard !folder.isEmpty, !made.contains(folder) else { return }
            try Self.make("\(self.path)/\(folder)")
            made.insert(folder)
        }
        return "\(self.path)/\(path)"
    }

    /// Makes a folder and those above it; says whether it was not there before.
    @discardableResult
    static func make(_ path: String) throws -> Bool {
        if mkdir(path, 0o777) == 0 { return true }
        switch errno {
        case EEXIST: return false
        case ENOENT:
            let above = parentFolder(of: path)
            guard above != path, above != "." else { break }
            try make(above)
            if mkdir(path, 0o777) == 0 { return true }
            if errno == EEXIST { return false }
        default: break
        }
        throw LatheError(.outputNotCreated, "create", path, because: String(cString: strerror(errno)))
    }
}

/// The folder that a path lies in: `.` for a bare name.
///
/// Foundation's own (6.3) traps on a name of one character.
func parentFolder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// What a path ends with, behind its last slash.
func fileName(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
}
