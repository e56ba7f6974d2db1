extension IPAddress {
    /// Whether the address is one of the public Internet, so that a request which a stranger asked for may go there.
    ///
    /// Everything else is refused (server-side request forgery): private, loopback and link-local addresses, those of
    /// carriers, tests and documentation, multicast, and IPv6 addresses that lead to such an IPv4 address. By the
    /// special-purpose registries of IANA (RFC 6890). Check each address that a name resolves to, and connect to the
    /// address that was checked.
    public var isPublic: Bool {
        switch unmapped {
        case .v4(let address): !Self.specialIPv4.contains { $0.contains(address) }
        case .v6(let high, let low): Self.isPublic(high, low)
        }
    }

    private static func isPublic(_ high: UInt64, _ low: UInt64) -> Bool {
        // NAT64 (RFC 6052 §2.1): the last 32 bits are where it leads.
        if high == 0x0064_FF9B_0000_0000, low >> 32 == 0 {
            return IPAddress.v4(UInt32(truncatingIfNeeded: low)).isPublic
        }
        // 6to4 (RFC 3056 §2): so are the 32 bits behind 2002.
        if high >> 48 == 0x2002 { return IPAddress.v4(UInt32(truncatingIfNeeded: high >> 16)).isPublic }
        // ISATAP (RFC 5214 §6.1): so are the last 32 bits of such an interface.
        if (low >> 32) & ~0x0200_0000 == 0x0000_5EFE, !IPAddress.v4(UInt32(truncatingIfNeeded: low)).isPublic {
            return false
        }
        // Of all the rest only 2000::/3 is given out (RFC 4291 §2.4).
        return high >> 61 == 1 && !specialIPv6.contains { $0.contains(high) }
    }

    /// The addresses whose first bits are those of one.
    private struct Block<Word: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
        let start: Word
        let bits: Int

        func contains(_ address: Word) -> Bool { (address ^ start) >> (Word.bitWidth - bits) == 0 }
    }

    private static let specialIPv4: [Block<UInt32>] = [
        Block(start: 0x0000_0000, bits: 8),  // 0.0.0.0/8, this network
        Block(start: 0x0A00_0000, bits: 8),  // 10.0.0.0/8, private
        Block(start: 0x6440_0000, bits: 10),  // 100.64.0.0/10, carriers
        Block(start: 0x7F00_0000, bits: 8),  // 127.0.0.0/8, loopback
        Block(start: 0xA9FE_0000, bits: 16),  // 169.254.0.0/16, link-local; metadata of clouds
        Block(start: 0xAC10_0000, bits: 12),  // 172.16.0.0/12, private
        Block(start: 0xC000_0000, bits: 24),  // 192.0.0.0/24, protocol assignments
        Block(start: 0xC000_0200, bits: 24),  // 192.0.2.0/24, documentation
        Block(start: 0xC058_6300, bits: 24),  // 192.88.99.0/24, relays of 6to4
        Block(start: 0xC0A8_0000, bits: 16),  // 192.168.0.0/16, private
        Block(start: 0xC612_0000, bits: 15),  // 198.18.0.0/15, benchmarks
        Block(start: 0xC633_6400, bits: 24),  // 198.51.100.0/24, documentation
        Block(start: 0xCB00_7100, bits: 24),  // 203.0.113.0/24, documentation
        Block(start: 0xE000_0000, bits: 4),  // 224.0.0.0/4, multicast
        Block(start: 0xF000_0000, bits: 4),  // 240.0.0.0/4, reserved; broadcast
    ]

    /// By their first 64 bits.
    private static let specialIPv6: [Block<UInt64>] = [
        Block(start: 0x2001_0000_0000_0000, bits: 23),  // 2001::/23, protocol assignments, Teredo among them
        Block(start: 0x2001_0DB8_0000_0000, bits: 32),  // 2001:db8::/32, documentation
        Block(start: 0x2620_004F_8000_0000, bits: 48),  // 2620:4f:8000::/48, AS112
        Block(start: 0x3FFF_0000_0000_0000, bits: 20),  // 3fff::/20, documentation
    ]
}
