internal import Foundation

/// A client that sends whatever bytes it is told to, and sees whatever bytes come back.
final class RawClient {
    struct Failure: Error { let cause: String }

    private let descriptor: Int32

    init(port: UInt16, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        if var size = receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 || errno == EINTR && hasConnected() else {
            throw Failure(cause: String(cString: strerror(errno)))
        }
    }

    deinit { close(descriptor) }

    /// - Parameter seconds: that a call waits for a byte, or for room; 0 for ever.
    private func set(_ option: Int32, seconds: Int) {
        var time = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
    }

    /// A connection that a signal interrupted is made nevertheless, see connect(2).
    private func hasConnected() -> Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard repeatingInterrupted({ Int(poll(&request, 1, 20_000)) }) == 1 else { return false }
        var size = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &errno, &size) == 0 && errno == 0
    }

    /// Sends the text as Latin-1; false if the server takes no more.
    @discardableResult
    func send(_ text: String) -> Bool { send(text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }) }

    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool { taken(of: bytes) == bytes.count }

    /// Sends until there is no room for a second.
    ///
    /// - Returns: how many bytes were taken.
    func sendWhileTaken(_ bytes: [UInt8]) -> Int {
        set(SO_SNDTIMEO, seconds: 1)
        defer { set(SO_SNDTIMEO, seconds: 0) }
        return taken(of: bytes)
    }

    private func taken(of bytes: [UInt8]) -> Int {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { bytes in
                repeatingInterrupted {
                    Foundation.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
                }
            }
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        return bytes.count - rest.count
    }

    /// What has come when the server ends the connection, or the text is seen.
    ///
    /// - Parameter patience: seconds that it waits for a byte.
    /// - Throws: `Failure` if neither happens in time.
    func receive(until text: String? = nil, patience: Int = 20) throws -> String {
        set(SO_RCVTIMEO, seconds: patience)
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = repeatingInterrupted { recv(descriptor, &buffer, buffer.count, 0) }
            if count < 0, errno == EAGAIN {
                throw Failure(cause: "nothing came after \(String(decoding: all, as: UTF8.self))")
            }
            guard count > 0 else { return String(decoding: all, as: UTF8.self) }
            all += buffer[..<count]
            if let text, String(decoding: all, as: UTF8.self).contains(text) {
                return String(decoding: all, as: UTF8.self)
            }
        }
    }

    /// Has the server ended the connection, or does it when its time has come?
    func isClosed(patience: Int = 20) -> Bool { (try? receive(patience: patience)) != nil }
}

/// Between two bytes of a slow client.
func waitShortly() { usleep(20_000) }

/// Calls again what a signal interrupted: children of the tests end at any time.
func repeatingInterrupted(_ call: () -> Int) -> Int {
    while true {
        let result = call()
        if result >= 0 || errno != EINTR { return result }
    }
}

/// Waits until the claim holds, at most twenty seconds.
func comesTrue(_ claim: () throws -> Bool) rethrows -> Bool {
    for _ in 0..<1000 {
        if try claim() { return true }
        waitShortly()
    }
    return false
}
