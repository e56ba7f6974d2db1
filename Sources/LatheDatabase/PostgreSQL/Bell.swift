internal import Foundation
internal import Glibc

/// Wakes a thread that waits for a socket.
final class Bell: Sendable {
    let descriptor: Int32

    init() throws {
        descriptor = eventfd(0, Int32(EFD_NONBLOCK.rawValue | EFD_CLOEXEC.rawValue))
        guard descriptor >= 0 else {
            throw DatabaseError(.failed, "make", "an event", because: String(cString: strerror(errno)))
        }
    }

    deinit { close(descriptor) }

    func ring() {
        var one: UInt64 = 1
        // Fails only where it has been rung 2^64 - 2 times already.
        _ = write(descriptor, &one, MemoryLayout<UInt64>.size)
    }

    /// Makes it silent again.
    func reset() {
        var count: UInt64 = 0
        // Fails where it is silent already.
        _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
    }

    /// Returns when it rings, or the time is over.
    func wait(for time: Duration) {
        var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&event, 1, time.milliseconds)
        reset()
    }
}
