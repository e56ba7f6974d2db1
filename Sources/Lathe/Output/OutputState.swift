internal import Foundation

/// What is at the place where a package is to go.
enum OutputState {
    case absent
    case emptyFolder
    /// A finished package.
    case package
    /// What an interrupted run left.
    case unfinished
    /// A package that a living process is writing.
    case busy
    /// Something that Lathe did not make, by the name of one of its parts.
    case foreign(String)

    /// - Throws: `LatheError` with code `outputNotCreated` when it cannot be looked at.
    init(of path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT { self = .absent; return }
            throw LatheError(.outputNotCreated, "write the package to", path, because: String(cString: strerror(errno)))
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw LatheError(.outputNotCreated, "write the package to", path, because: "it is a file, not a folder")
        }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        } catch {
            throw LatheError(.outputNotCreated, "write the package to", path, because: "the folder cannot be read")
        }
        if names.isEmpty {
            self = .emptyFolder
        } else if names.contains(UnfinishedMarker.name) {
            self = UnfinishedMarker.isHeld(in: path) ? .busy : .unfinished
        } else if Self.isPackage(path) {
            self = .package
        } else {
            self = .foreign(names[0])
        }
    }

    /// True when the folder's `package.json` begins as one of ours.
    private static func isPackage(_ path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: "\(path)/\(Package.documentPath)"),
            let head = try? file.read(upToCount: 256)
        else { return false }
        return String(decoding: head, as: UTF8.self).contains("\"lathe-package/")
    }

    /// A name beside the target for a package that will replace it.
    static func sibling(of target: String) -> String {
        "\(siblingPrefix(of: target))\(UInt32.random(in: .min ... .max))"
    }

    /// Removes what killed runs left beside the target.
    static func sweepSiblings(of target: String) {
        let folder = (target as NSString).deletingLastPathComponent
        let prefix = (siblingPrefix(of: target) as NSString).lastPathComponent
        // A folder that cannot be listed holds nothing that we could sweep.
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
        where name.hasPrefix(prefix) {
            let path = folder.isEmpty ? name : "\(folder)/\(name)"
            if !UnfinishedMarker.isHeld(in: path) { try? FileManager.default.removeItem(atPath: path) }
        }
    }

    private static func siblingPrefix(of target: String) -> String {
        let folder = (target as NSString).deletingLastPathComponent
        let hidden = ".\((target as NSString).lastPathComponent).lathe-"
        return folder.isEmpty ? hidden : "\(folder)/\(hidden)"
    }
}

/// The file that says: this package is being written, or its writer died.
///
/// The writer holds a lock on it; the kernel drops the lock with the process, however that ends.
struct UnfinishedMarker: Sendable {
    static let name = ".lathe-unfinished"

    private let path: String
    private let descriptor: Int32

    /// - Throws: `LatheError` with code `outputNotCreated`, or `outputExists` when another process was faster.
    init(in folder: String) throws {
        path = "\(folder)/\(Self.name)"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            throw LatheError(
                .outputNotCreated, "write the package to", folder, because: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw LatheError(
                .outputExists, "write the package to", folder, because: "another lathe is writing there right now")
        }
    }

    /// Takes the marker away and lets go of the lock. Once.
    func remove() {
        unlink(path)
        close(descriptor)
    }

    /// True while a living process writes the package.
    static func isHeld(in folder: String) -> Bool {
        let descriptor = open("\(folder)/\(name)", O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_EX | LOCK_NB) != 0
    }
}
