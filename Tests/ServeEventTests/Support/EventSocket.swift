internal import Foundation

/// A client of server-sent events that reads when it is told to; all of it blocks, and goes on where a
/// signal interrupts it: children of the tests end at any time.
final class EventSocket: Sendable {
    struct Failure: Error { let cause: String }

    private let descriptor: Int32

    /// - Parameter position: of the last event that it has seen; nil for what comes from now on.
    init(_ installation: Installation, subject: String, after position: Int? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var timeout = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        // Small, so that it is soon full where nobody reads.
        var room: Int32 = 8192
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &room, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = installation.port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw Failure(cause: String(cString: strerror(errno))) }
        let last = position.map { "Last-Event-ID: \($0)\r\n" } ?? ""
        let head = """
            GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\
            Authorization: Bearer \(try installation.token(for: subject))\r\n\(last)\r\n
            """
        let bytes = Array(head.utf8)
        guard send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw Failure(cause: "the request was not taken")
        }
    }

    deinit { close(descriptor) }

    /// What comes until the text does, or the stream ends.
    func read(until text: String? = nil) -> String {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while text.map({ !String(decoding: all, as: UTF8.self).contains($0) }) ?? true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 || count < 0 && errno == EINTR else { break }
            all += buffer[..<max(count, 0)]
        }
        return String(decoding: all, as: UTF8.self)
    }
}
