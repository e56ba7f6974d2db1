internal import Foundation

/// Writes values to a new file, one line of JSON each. Its calls block.
// @unchecked: used by one thread after the other, which the caller sees to.
final class LineWriter: @unchecked Sendable {
    let path: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private let encoder = JSONEncoder()

    private static let bufferSize = 1 << 18

    /// Whatever was at the path is gone.
    init(_ path: String) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw BackupError.system("create", path) }
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    deinit { close(descriptor) }

    func append(_ value: some Encodable) throws {
        buffer += try encoder.encode(value)
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= Self.bufferSize { try flush() }
    }

    func flush() throws {
        try buffer.withUnsafeBytes { try writeAll($0, to: descriptor, path) }
        buffer = []
    }
}

/// Writes everything, however many calls it takes.
func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, _ path: String) throws {
    var rest = bytes
    while !rest.isEmpty {
        let count = write(descriptor, rest.baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw BackupError.system("write", path) }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
}
