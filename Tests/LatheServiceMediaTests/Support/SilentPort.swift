internal import Foundation

/// A port of 127.0.0.1 whose connections nobody answers.
final class SilentPort: Sendable {
    let port: UInt16
    private let descriptor: Int32

    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var (address, size) = (sockaddr_in(), socklen_t(MemoryLayout<sockaddr_in>.size))
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 64) == 0 ? getsockname(listener, $0, &size) : -1
            }
        }
        guard status == 0 else { throw Wire.Failure(cause: String(cString: strerror(errno))) }
        (descriptor, port) = (listener, UInt16(bigEndian: address.sin_port))
    }

    deinit { close(descriptor) }
}
