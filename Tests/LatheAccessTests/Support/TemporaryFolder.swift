internal import Foundation

/// A folder that goes away with its last holder.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/lathe-access-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    static func / (folder: TemporaryFolder, name: String) -> String { "\(folder.path)/\(name)" }

    func write(_ text: String, to name: String, mode: Int = 0o600) throws {
        // Not with Foundation, which waits for the disk.
        let descriptor = open(self / name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0, fchmod(descriptor, mode_t(mode)) == 0 else { throw POSIXError(.EIO) }
        try FileHandle(fileDescriptor: descriptor, closeOnDealloc: true).write(contentsOf: Data(text.utf8))
    }

    func text(_ name: String) throws -> String { try String(contentsOfFile: self / name, encoding: .utf8) }
}
