internal import CLinux
internal import Foundation

/// Writes a package into a folder, so that a reader never sees half a file or half a package.
///
/// A new folder grows in place, for the first listener to start before the last segment is there. An existing package
/// is replaced only as a whole: the new one grows beside it and changes places with it when it is complete.
public final class DirectorySink: PackageSink {
    /// Where the package grows: the target itself, or a folder beside it until the exchange.
    private let folder: PackageFolder
    private let target: String
    private let marker: UnfinishedMarker

    /// - Parameters:
    ///   - path: the folder; made, with those above it, where it does not exist.
    ///   - overwrite: replace an existing package. Nothing but a package, finished or not, is ever replaced.
    /// - Throws: `LatheError` with code `outputExists` or `outputNotCreated`.
    public init(_ path: String, overwrite: Bool = false) throws {
        target = OutputState.normalized(path)
        let root: String
        switch try OutputState(of: target) {
        case .absent, .emptyFolder:
            root = target
        case .busy: throw UnfinishedMarker.busy(target)
        case .package where !overwrite: throw Self.exists(target)
        case .unfinished where !overwrite: throw Self.isUnfinished(target)
        case .package, .unfinished:
            root = OutputState.sibling(of: target)
            OutputState.sweepSiblings(of: target)
        case .foreign(let name):
            throw OutputState.foreignContents(
                name, of: target,
                remedy: overwrite ? "Lathe replaces nothing but packages; choose another folder." : nil)
        }
        folder = try PackageFolder(root)
        marker = try UnfinishedMarker(in: root)
    }

    private static func exists(_ target: String) -> LatheError {
        LatheError(
            .outputExists, "write the package to", target, because: "there is a package already",
            remedy: "Choose another folder, or pass --overwrite to replace it when the new one is complete.")
    }

    private static func isUnfinished(_ target: String) -> LatheError {
        LatheError(
            .outputExists, "write the package to", target, because: "an interrupted run left an unfinished one there",
            remedy: "Pass --resume to go on with it, or --overwrite to replace it when the new one is complete.")
    }

    /// Writes a file under another name and renames it: a reader sees all of it or none.
    public func publish(_ bytes: [UInt8], at path: String) throws { try folder.publish(bytes, at: path) }

    /// Begins a file that has its name once it is committed.
    public func beginObject(at path: String, headSize: Int) throws -> any PackageObject {
        try folder.beginObject(at: path, headSize: headSize)
    }

    /// Puts the package in its place: with `overwrite` the old one is there until then.
    public func finish(packageDocument: [UInt8]) throws {
        try publish(packageDocument, at: Package.documentPath)
        marker.remove()
        guard folder.path != target else { return }
        try Self.exchange(folder.path, target)
        // The old package lies beside the new one now; what cannot be removed does no harm.
        try? FileManager.default.removeItem(atPath: folder.path)
    }

    /// Removes everything that was written, and the folder where it was made for this.
    public func abandon() { folder.remove(marker) }

    /// Lets two folders change places at once; where the file system cannot, by two renames.
    private static func exchange(_ new: String, _ old: String) throws {
        if renameat2(AT_FDCWD, new, AT_FDCWD, old, LATHE_RENAME_EXCHANGE) == 0 { return }
        let aside = new + ".old"
        guard rename(old, aside) == 0, rename(new, old) == 0, rename(aside, new) == 0 else {
            throw LatheError(.inputOutput, "replace", old, because: String(cString: strerror(errno)))
        }
    }
}
