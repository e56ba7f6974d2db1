internal import Foundation

/// What makes a file or a folder appear at once, and stay. Its calls block.
enum FilePlace {
    static func rename(_ path: String, to target: String) throws {
        guard Foundation.rename(path, target) == 0 else { throw BackupError.system("rename \(path) to", target) }
        try synchronize(folder(of: target))
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
