internal import FoundationEssentials

/// An identifier that sorts by the time it was made (RFC 9562 §5.7).
///
/// 48 bits of milliseconds since 1970, then 74 random bits; text is lower case with hyphens, 36 characters.
public struct UUIDv7: Sendable, Hashable, CustomStringConvertible {
    /// Its text, by which it is stored and compared.
    public let description: String

    /// - Parameter milliseconds: since 1970; by default now.
    public init(milliseconds: UInt64 = Self.now) {
        var random = SystemRandomNumberGenerator()
        let high = (milliseconds & 0xFFFF_FFFF_FFFF) << 16 | 0x7000 | random.next() & 0x0FFF
        let low = 0x8000_0000_0000_0000 | random.next() & 0x3FFF_FFFF_FFFF_FFFF
        let digits = Self.hexadecimal(high) + Self.hexadecimal(low)
        description = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
            .map { String(decoding: digits[$0], as: UTF8.self) }
            .joined(separator: "-")
    }

    /// Milliseconds since 1970 by this machine's clock.
    public static var now: UInt64 { UInt64(max(0, Date().timeIntervalSince1970 * 1000)) }

    private static func hexadecimal(_ value: UInt64) -> [UInt8] {
        let alphabet = Array("0123456789abcdef".utf8)
        return (0..<16).map { alphabet[Int(value >> (60 - 4 * UInt64($0)) & 15)] }
    }
}
