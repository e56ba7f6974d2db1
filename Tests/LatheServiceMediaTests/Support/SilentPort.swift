internal import Foundation
internal import TestServers

/// A port of 127.0.0.1 whose connections nobody answers.
final class SilentPort: Sendable {
    let port: UInt16
    private let descriptor: Int32

    init() throws {
        port = try FreePort.find()
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0, listen(descriptor, 64) == 0 else {
            throw Wire.Failure(cause: String(cString: strerror(errno)))
        }
    }

    deinit { close(descriptor) }
}
