internal import Foundation

/// Ports of 127.0.0.1.
public enum FreePort {
    /// One that nobody listens on.
    public static func find() throws -> UInt16 { try find(1)[0] }

    /// So many that nobody listens on, all different.
    static func find(_ count: Int) throws -> [UInt16] {
        let sockets = (0..<count).map { _ in
            socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        }
        defer { sockets.forEach { close($0) } }
        return try sockets.map { socket in
            var address = loopback(0)
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let status = withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(socket, $0, size) == 0 ? getsockname(socket, $0, &size) : -1
                }
            }
            guard status == 0 else {
                throw Command.Failure(description: "no free port: \(String(cString: strerror(errno)))")
            }
            return UInt16(bigEndian: address.sin_port)
        }
    }

    /// Whether somebody listens on it.
    public static func answers(_ port: UInt16) -> Bool {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(socket) }
        var address = loopback(port)
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    private static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = port.bigEndian
        return address
    }
}
