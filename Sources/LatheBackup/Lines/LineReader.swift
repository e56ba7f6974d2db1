internal import Foundation

/// Reads what `LineWriter` wrote, some values at a time.
// @unchecked: used by one task, which waits for each call.
final class LineReader<Value: Decodable & Sendable>: @unchecked Sendable {
    private let path: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var isAtEnd = false
    private let decoder = JSONDecoder()

    /// Longer than any line that was written: a key has at most 1024 bytes.
    private static var lineLimit: Int { 1 << 16 }

    init(_ path: String) throws {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw BackupError.system("read", path) }
    }

    deinit { close(descriptor) }

    /// The next values, in order; none at the end.
    /// - Throws: `BackupError` with code `damaged` for a line that is no such value.
    func next(upTo limit: Int) async throws -> [Value] { try await onOwnThread { [self] in try read(limit) } }

    private func read(_ limit: Int) throws -> [Value] {
        var values: [Value] = []
        while values.count < limit {
            var start = buffer.startIndex
            while values.count < limit, let end = buffer[start...].firstIndex(of: UInt8(ascii: "\n")) {
                values.append(try value(in: buffer[start..<end]))
                start = end + 1
            }
            buffer.removeSubrange(..<start)
            if values.count == limit { break }
            guard try fill() else { break }
        }
        return values
    }

    private func value(in line: ArraySlice<UInt8>) throws -> Value {
        do { return try decoder.decode(Value.self, from: Data(line)) } catch {
            throw BackupError(.damaged, "read", path, because: "a line of it is not what it must be")
        }
    }

    /// False at the end.
    private func fill() throws -> Bool {
        guard !isAtEnd else { return false }
        guard buffer.count < Self.lineLimit else {
            throw BackupError(.damaged, "read", path, because: "a line of it is too long")
        }
        var piece = [UInt8](repeating: 0, count: Self.lineLimit)
        var count = Foundation.read(descriptor, &piece, piece.count)
        while count < 0, errno == EINTR { count = Foundation.read(descriptor, &piece, piece.count) }
        guard count >= 0 else { throw BackupError.system("read", path) }
        isAtEnd = count == 0
        buffer += piece[..<count]
        return !isAtEnd
    }
}
