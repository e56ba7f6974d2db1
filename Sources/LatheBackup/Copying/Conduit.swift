internal import Foundation

/// Carries the bytes of one object from the thread that reads it to the thread that writes it; bounded in memory.
// @unchecked: everything that changes is touched only with `condition` locked.
final class Conduit: @unchecked Sendable {
    private let condition = NSCondition()
    private var bytes: [UInt8] = []
    private var isFinished = false
    private var failure: (any Error)?

    /// When so many bytes wait to be read, the writer waits.
    private static let capacity = 1 << 20

    /// Blocks while the reader is behind.
    /// - Throws: what `fail` was given.
    func write(_ piece: UnsafeRawBufferPointer) throws {
        try condition.withLock {
            while bytes.count >= Self.capacity, failure == nil { condition.wait() }
            if let failure { throw failure }
            bytes.append(contentsOf: piece)
            condition.broadcast()
        }
    }

    /// Blocks until there is something.
    /// - Returns: how many bytes; 0 at the end.
    /// - Throws: what `fail` was given.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        try condition.withLock {
            while bytes.isEmpty, !isFinished, failure == nil { condition.wait() }
            if let failure { throw failure }
            let count = min(buffer.count, bytes.count)
            bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            bytes.removeFirst(count)
            condition.broadcast()
            return count
        }
    }

    /// All bytes were written.
    func finish() {
        condition.withLock {
            isFinished = true
            condition.broadcast()
        }
    }

    /// One side has given up: the other one must not wait for it. The first error stays.
    func fail(_ error: any Error) {
        condition.withLock {
            failure = failure ?? error
            condition.broadcast()
        }
    }
}
