internal import Foundation

/// A client's numeric address, without the port; IPv4 in IPv6 is IPv4.
struct RemoteAddress: Hashable, Sendable, CustomStringConvertible {
    let description: String

    init(_ address: UnsafePointer<sockaddr>?) {
        guard let address else {
            description = ""
            return
        }
        let size =
            address.pointee.sa_family == AF_INET6 ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
        let text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NI_MAXHOST)) { host -> String in
            let status = getnameinfo(
                address, socklen_t(size), host.baseAddress, socklen_t(host.count), nil, 0, NI_NUMERICHOST)
            return status == 0 ? host.baseAddress.map { String(cString: $0) } ?? "" : ""
        }
        description = text.hasPrefix("::ffff:") && text.contains(".") ? String(text.dropFirst(7)) : text
    }
}
