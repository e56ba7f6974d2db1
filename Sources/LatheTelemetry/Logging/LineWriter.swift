internal import Foundation

/// Writes whole lines to a descriptor that others may be slow to read.
///
/// A line that the descriptor takes at once is written at once, by its caller: what was logged survives a crash. While
/// it takes none (a full pipe, a stopped terminal) lines wait in a bounded backlog that a thread writes out; lines that
/// find no room are counted, and their number is written in their place.
// @unchecked: `backlog`, `waiting`, `dropped` and `isDraining` are touched only with `condition` locked; the descriptor
// is written by the drainer while `isDraining`, else by whoever holds the lock.
public final class LineWriter: @unchecked Sendable {
    private let descriptor: Int32
    private let limit: Int
    private let dropNotice: @Sendable (Int) -> [UInt8]
    private let condition = NSCondition()
    private var backlog: [[UInt8]] = []
    private var waiting = 0
    private var dropped = 0
    private var isDraining = false

    /// - Parameters:
    ///   - descriptor: stays open as long as the writer lives; it is not closed.
    ///   - limit: bytes that may wait.
    ///   - dropNotice: the line that tells how many were dropped.
    public init(
        descriptor: Int32, limit: Int = 4 << 20,
        dropNotice: @escaping @Sendable (Int) -> [UInt8] = { Array("\($0) lines were dropped here\n".utf8) }
    ) {
        self.descriptor = descriptor
        self.limit = limit
        self.dropNotice = dropNotice
    }

    /// Writes the line, or lets it wait; never waits itself. A descriptor that is closed or fails takes everything.
    public func write(_ line: [UInt8]) {
        condition.lock()
        defer { condition.unlock() }
        guard isDraining || !Self.takesAtOnce(line, descriptor) else { return Self.writeAll(line, to: descriptor) }
        guard waiting + line.count <= limit else { return dropped += 1 }
        keep(line)
        if !isDraining {
            isDraining = true
            Thread { [self] in drain() }.start()
        }
    }

    /// Waits until all lines are written, at most so many seconds: for the end of the process.
    ///
    /// - Returns: whether they are.
    @discardableResult
    public func flush(timeout: Double = 5) -> Bool {
        let deadline = Date(timeIntervalSinceNow: timeout)
        condition.lock()
        defer { condition.unlock() }
        while isDraining {
            guard condition.wait(until: deadline) else { return !isDraining }
        }
        return true
    }

    private func drain() {
        condition.lock()
        while let lines = takeBacklog() {
            condition.unlock()
            for line in lines {
                Self.writeAll(line, to: descriptor)
                condition.lock()
                waiting -= line.count
                condition.unlock()
            }
            condition.lock()
        }
        isDraining = false
        condition.broadcast()
        condition.unlock()
    }

    /// Called with the lock held; nil if nothing waits.
    private func takeBacklog() -> [[UInt8]]? {
        if dropped > 0 {
            keep(dropNotice(dropped))
            dropped = 0
        }
        defer { backlog = [] }
        return backlog.isEmpty ? nil : backlog
    }

    private func keep(_ line: [UInt8]) {
        backlog.append(line)
        waiting += line.count
    }

    /// A pipe that is ready takes PIPE_BUF (4096) bytes without blocking (pipe(7)); longer lines go the long way.
    private static func takesAtOnce(_ line: [UInt8], _ descriptor: Int32) -> Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return line.count <= 4096 && poll(&request, 1, 0) == 1
    }

    /// Writes the line to its end; gives it up where the descriptor cannot be written to any more.
    private static func writeAll(_ line: [UInt8], to descriptor: Int32) {
        line.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Foundation.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count > 0 {
                    rest = rest.dropFirst(count)
                } else if errno == EAGAIN {
                    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    poll(&request, 1, -1)
                } else if errno != EINTR {
                    return
                }
            }
        }
    }
}
