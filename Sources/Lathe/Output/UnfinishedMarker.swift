internal import Foundation

/// The file that says: this package is being written, or its writer died.
///
/// The writer holds a lock on it; the kernel drops the lock with the process, however that ends.
struct UnfinishedMarker: Sendable {
    static let name = ".lathe-unfinished"

    private let path: String
    private let descriptor: Int32

    /// - Parameter isThere: the marker of an earlier run is taken over, none is made.
    /// - Throws: `LatheError` with code `outputNotCreated`, or `outputExists` when another process was faster.
    init(in folder: String, isThere: Bool = false) throws {
        path = "\(folder)/\(Self.name)"
        descriptor = open(path, O_RDWR | O_CLOEXEC | (isThere ? 0 : O_CREAT), 0o666)
        guard descriptor >= 0 else {
            throw LatheError(
                .outputNotCreated, "write the package to", folder, because: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, isInPlace else {
            close(descriptor)
            throw Self.busy(folder)
        }
    }

    /// Whether the file that is locked is still the one at the path: another run may have finished in between.
    private var isInPlace: Bool {
        var locked = stat()
        var present = stat()
        return fstat(descriptor, &locked) == 0 && stat(path, &present) == 0 && locked.st_ino == present.st_ino
    }

    /// Takes the marker away and lets go of the lock. Once.
    func remove() {
        unlink(path)
        close(descriptor)
    }

    /// Lets go of the lock, and leaves the marker for the next run. Once.
    func release() { close(descriptor) }

    /// True while a living process writes the package.
    static func isHeld(in folder: String) -> Bool {
        let descriptor = open("\(folder)/\(name)", O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_EX | LOCK_NB) != 0
    }

    static func busy(_ folder: String) -> LatheError {
        LatheError(
            .outputExists, "write the package to", folder, because: "another lathe is writing there right now")
    }
}
