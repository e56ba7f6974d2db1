internal import Foundation

/// A socket that is bound and listens; closed with its value unless it is given away.
struct ListeningSocket: ~Copyable {
    let port: UInt16
    private let descriptor: Int32

    /// - Throws: `HTTPError` with code `addressUnusable`.
    init(host: String, port: UInt16) throws {
        (descriptor, self.port) = try Self.listening(host, port)
    }

    deinit { close(descriptor) }

    /// Gives the descriptor away, with the duty to close it.
    consuming func release() -> Int32 {
        let released = descriptor
        discard self
        return released
    }

    private static func listening(_ host: String, _ port: UInt16) throws -> (Int32, UInt16) {
        let subject = "\(host):\(port)"
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, "\(port)", &hints, &found)
        defer { if found != nil { freeaddrinfo(found) } }
        guard status == 0, let info = found?.pointee else {
            throw HTTPError(
                .addressUnusable, "listen on", subject, because: "this is no numeric address",
                remedy: "Write it like 127.0.0.1 or ::1.")
        }
        let descriptor = socket(info.ai_family, info.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), info.ai_protocol)
        guard bind(descriptor, to: info), let port = boundPort(descriptor) else {
            let cause = String(cString: strerror(errno))
            if descriptor >= 0 { close(descriptor) }
            throw HTTPError(
                .addressUnusable, "listen on", subject, because: cause, remedy: "Choose another address or port.")
        }
        return (descriptor, port)
    }

    private static func bind(_ descriptor: Int32, to info: addrinfo) -> Bool {
        var yes: Int32 = 1
        // The server's threads share the socket: the one that comes too late must not wait in accept(2).
        return descriptor >= 0 && fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0
            && setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size)) == 0
            && Foundation.bind(descriptor, info.ai_addr, info.ai_addrlen) == 0 && listen(descriptor, SOMAXCONN) == 0
    }

    private static func boundPort(_ descriptor: Int32) -> UInt16? {
        var address = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &address) { storage in
            let status = storage.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(descriptor, $0, &size)
            }
            guard status == 0 else { return nil }
            // The port lies at the same place in IPv4 and IPv6.
            return storage.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                UInt16(bigEndian: $0.pointee.sin_port)
            }
        }
    }
}
