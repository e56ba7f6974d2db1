internal import Foundation
internal import TestServers

extension TemporaryFolder {
    func write(_ text: String, to name: String, mode: Int = 0o600) throws {
        // Not with Foundation, which waits for the disk.
        let descriptor = open(self / name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0, fchmod(descriptor, mode_t(mode)) == 0 else { throw POSIXError(.EIO) }
        try FileHandle(fileDescriptor: descriptor, closeOnDealloc: true).write(contentsOf: Data(text.utf8))
    }

    func text(_ name: String) throws -> String { try String(contentsOfFile: self / name, encoding: .utf8) }
}
