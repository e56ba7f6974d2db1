internal import Glibc

/// One end of a pipe, closed with its last holder: what fails on the way to a child process leaves no descriptor open.
final class PipeEnd: Sendable {
    let descriptor: Int32

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// The two ends of a new pipe.
    /// - Throws: `WorkerError`.
    static func pair() throws -> (read: PipeEnd, write: PipeEnd) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw WorkerError.system("make", "a pipe") }
        return (PipeEnd(ends[0]), PipeEnd(ends[1]))
    }

    /// Blocks until there is something, or the other end is closed: then it is empty.
    func read() throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count >= 0 { return Array(buffer[..<count]) }
            guard errno == EINTR else { throw WorkerError.system("read from", "a child process") }
        }
    }
}
