internal import CLinux
internal import Foundation
internal import Synchronization

/// Writes a package into a folder, so that a reader never sees half a file or half a package.
///
/// A new folder grows in place, for the first listener to start before the last segment is there. An existing package
/// is replaced only as a whole: the new one grows beside it and changes places with it when it is complete.
public final class DirectorySink: PackageSink {
    /// Where the package grows: the target itself, or a folder beside it until the exchange.
    private let root: String
    private let target: String
    private let marker: UnfinishedMarker
    private let createdRoot: Bool
    private let madeFolders = Mutex<Set<String>>([])

    /// - Parameters:
    ///   - path: the folder; made, with those above it, where it does not exist.
    ///   - overwrite: replace an existing package. Nothing but a package, finished or not, is ever replaced.
    /// - Throws: `LatheError` with code `outputExists` or `outputNotCreated`.
    public init(_ path: String, overwrite: Bool = false) throws {
        target = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        switch try OutputState(of: target) {
        case .absent, .emptyFolder:
            root = target
        case .busy:
            throw LatheError(
                .outputExists, "write the package to", target, because: "another lathe is writing there right now")
        case .package, .unfinished:
            guard overwrite else { throw Self.exists(target) }
            root = OutputState.sibling(of: target)
            OutputState.sweepSiblings(of: target)
        case .foreign(let name):
            throw LatheError(
                .outputExists, "write the package to", target,
                because: "it holds \"\(name)\", which is not part of a package",
                remedy: overwrite ? "Lathe replaces nothing but packages; choose another folder." : nil)
        }
        createdRoot = try Self.makeFolder(root)
        marker = try UnfinishedMarker(in: root)
    }

    private static func exists(_ target: String) -> LatheError {
        LatheError(
            .outputExists, "write the package to", target, because: "there is a package already",
            remedy: "Choose another folder, or pass --overwrite to replace it when the new one is complete.")
    }

    public func publish(_ bytes: [UInt8], at path: String) throws {
        let object = try FileObject(at: try place(path))
        try bytes.withUnsafeBytes { try object.append($0) }
        try object.publish()
    }

    public func beginObject(at path: String, headSize: Int) throws -> any PackageObject {
        try FileObject(at: try place(path), headSize: headSize)
    }

    public func finish(packageDocument: [UInt8]) throws {
        try publish(packageDocument, at: Package.documentPath)
        marker.remove()
        guard root != target else { return }
        try Self.exchange(root, target)
        // The old package lies beside the new one now; what cannot be removed does no harm.
        try? FileManager.default.removeItem(atPath: root)
    }

    public func abandon() {
        marker.remove()
        let manager = FileManager.default
        if createdRoot {
            // A folder that is gone already needs no removing.
            try? manager.removeItem(atPath: root)
        } else {
            for name in (try? manager.contentsOfDirectory(atPath: root)) ?? [] {
                try? manager.removeItem(atPath: "\(root)/\(name)")
            }
        }
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
            _ = try Self.makeFolder("\(root)/\(folder)")
            made.insert(folder)
        }
        return "\(root)/\(path)"
    }

    /// Makes a folder and those above it; says whether it was not there before.
    private static func makeFolder(_ path: String) throws -> Bool {
        if mkdir(path, 0o777) == 0 { return true }
        switch errno {
        case EEXIST: return false
        case ENOENT:
            let above = (path as NSString).deletingLastPathComponent
            guard !above.isEmpty, above != path else { break }
            _ = try makeFolder(above)
            if mkdir(path, 0o777) == 0 { return true }
            if errno == EEXIST { return false }
        default: break
        }
        throw LatheError(.outputNotCreated, "create", path, because: String(cString: strerror(errno)))
    }

    /// Lets two folders change places at once; where the file system cannot, by two renames.
    private static func exchange(_ new: String, _ old: String) throws {
        if renameat2(AT_FDCWD, new, AT_FDCWD, old, LATHE_RENAME_EXCHANGE) == 0 { return }
        let aside = new + ".old"
        guard rename(old, aside) == 0, rename(new, old) == 0, rename(aside, new) == 0 else {
            throw LatheError(.inputOutput, "replace", old, because: String(cString: strerror(errno)))
        }
    }
}
