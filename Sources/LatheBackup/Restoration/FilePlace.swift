internal import Foundation

/// What makes a file or a folder appear at once, and stay. Its calls block.
enum FilePlace {
    static func rename(_ path: String, to target: String) throws {
        guard Foundation.rename(path, target) == 0 else { throw BackupError.system("rename \(path) to", target) }
        try synchronize(folder(of: target))
    }

    /// Lets a file have its final name, unless something has it: what came there meanwhile is not replaced.
    /// - Throws: `BackupError` with code `notEmpty` where something has.
    static func publish(_ path: String, at target: String) throws {
        guard link(path, target) == 0 else {
            throw errno == EEXIST ? BackupError.occupied(target) : BackupError.system("rename \(path) to", target)
        }
        try synchronize(folder(of: target))
        guard unlink(path) == 0 || errno == ENOENT else { throw BackupError.system("remove", path) }
    }

    /// Waits until the disk has it.
    static func synchronize(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw BackupError.system("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw BackupError.system("write", path) }
    }

    /// The folder that something lies in.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
        } catch {
            throw BackupError(.inputOutput, "make", "the folder \(path)", because: error.localizedDescription)
        }
    }
}

extension BackupError {
    /// What is to be restored would go where something is.
    static func occupied(
        _ path: String, remedy: String = "Restore to another place, or move what is there away."
    ) -> BackupError {
        BackupError(.notEmpty, "restore to", path, because: "it is there already", remedy: remedy)
    }
}
