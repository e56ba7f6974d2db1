internal import Glibc

/// An address of the Internet Protocol, as numbers.
public enum IPAddress: Sendable, Hashable {
    /// 32 bits, the first byte highest.
    case v4(UInt32)
    /// 128 bits, the first byte highest.
    case v6(high: UInt64, low: UInt64)

    /// Reads four decimal numbers with dots or the forms of RFC 4291 §2.2, as inet_pton(3) does: neither octal nor
    /// hexadecimal nor short forms, no zone, no port, no brackets. Nil for anything else.
    public init?(_ text: String) {
        // The C function would stop at a NUL and take what stands before it.
        guard !text.utf8.contains(0) else { return nil }
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            self = .v4(UInt32(bigEndian: four.s_addr))
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            self = withUnsafeBytes(of: six) { bytes in
                let words = [0, 8].map { UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self)) }
                return .v6(high: words[0], low: words[1])
            }
        } else {
            return nil
        }
    }

    /// The IPv4 address that an IPv4-mapped IPv6 address is (RFC 4291 §2.5.5.2), else the address itself.
    public var unmapped: IPAddress {
        guard case .v6(high: 0, let low) = self, low >> 32 == 0xFFFF else { return self }
        return .v4(UInt32(truncatingIfNeeded: low))
    }
}
