internal import Foundation

/// A connection to a server of 127.0.0.1 that sends whatever bytes it is told to; all of it blocks, and
/// goes on where a signal interrupts it: children of the tests end at any time.
final class Wire {
    struct Failure: Error { let cause: String }

    private let descriptor: Int32

    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var timeout = timeval(tv_sec: 300, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw Failure(cause: String(cString: strerror(errno))) }
    }

    deinit { close(descriptor) }

    /// False where the server takes no more.
    @discardableResult
    func send(_ bytes: some Collection<UInt8>) -> Bool {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 || count < 0 && errno == EINTR else { return false }
            rest = rest.dropFirst(max(count, 0))
        }
        return true
    }

    /// What comes until the server closes, or the text is there.
    func receive(until text: String? = nil) -> String {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while text.map({ !String(decoding: all, as: UTF8.self).contains($0) }) ?? true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 || count < 0 && errno == EINTR else { break }
            all += buffer[..<max(count, 0)]
        }
        return String(decoding: all, as: UTF8.self)
    }

    /// One request and its answer.
    static func exchange(
        _ port: UInt16, _ method: String, _ path: String, _ headers: [String: String] = [:], content: [UInt8] = []
    ) throws -> Answer {
        let wire = try Wire(port: port)
        wire.send(head(method, path, headers, length: content.count).utf8)
        wire.send(content)
        let parts = wire.receive().split(separator: "\r\n\r\n", maxSplits: 1)
        let lines = (parts.first ?? "").split(separator: "\r\n")
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw Failure(cause: "no answer")
        }
        let fields = lines.dropFirst().map { line -> (String, String) in
            let sides = line.split(separator: ":", maxSplits: 1)
            return (sides[0].lowercased(), sides.count > 1 ? sides[1].trimmingCharacters(in: .whitespaces) : "")
        }
        return Answer(
            status: status, headers: Dictionary(fields) { first, _ in first },
            content: Array((parts.count > 1 ? parts[1] : "").utf8))
    }

    static func head(_ method: String, _ path: String, _ headers: [String: String], length: Int) -> String {
        "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: \(length)\r\n"
            + headers.map { "\($0.key): \($0.value)\r\n" }.joined() + "\r\n"
    }
}
