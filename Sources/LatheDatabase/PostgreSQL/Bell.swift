internal import Foundation

/// Wakes a thread that waits for a socket.
final class Bell: Sendable {
    /// Readable once it was rung.
    let descriptor: Int32
    private let rope: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        // A pipe would not be closed in child processes from the first moment on.
        let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        guard socketpair(AF_UNIX, Int32(kind), 0, &ends) == 0 else {
            throw DatabaseError(.failed, "make", "a pair of sockets", because: String(cString: strerror(errno)))
        }
        (descriptor, rope) = (ends[0], ends[1])
    }

    deinit {
        close(descriptor)
        close(rope)
    }

    func ring() {
        // Fails only where it has been rung so often that the socket is full.
        _ = send(rope, [1], 1, Int32(MSG_NOSIGNAL))
    }

    /// Makes it silent again.
    func reset() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(descriptor, &bytes, bytes.count) > 0 {}
    }

    /// Returns when it rings, or the time is over.
    func wait(for time: Duration) {
        var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        // An interrupted wait is a short one.
        _ = poll(&event, 1, time.milliseconds)
        reset()
    }
}
