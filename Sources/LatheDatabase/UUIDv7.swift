internal import FoundationEssentials
internal import Synchronization

/// An identifier that sorts by the time it was made (RFC 9562 §5.7), and of one process each after the one before.
///
/// 60 bits of time since 1970 in 4096ths of a millisecond (§6.2, method 3), then 62 random bits; text is lower case with
/// hyphens, 36 characters.
public struct UUIDv7: Sendable, Hashable, CustomStringConvertible {
    /// Its text, by which it is stored and compared.
    public let description: String

    private static let last = Mutex<UInt64>(0)

    /// Of now, by this machine's clock.
    public init() { self.init(at: UInt64(max(0, Date().timeIntervalSince1970 * 4_096_000))) }

    /// - Parameter now: since 1970, in 4096ths of a millisecond; where others were made later, it follows those.
    init(at now: UInt64) {
        let time = Self.last.withLock { last in
            last = max(last + 1, now)
            return last
        }
        let high = (time >> 12) << 16 | 0x7000 | time & 0x0FFF
        let low = 0x8000_0000_0000_0000 | UInt64.random(in: 0...0x3FFF_FFFF_FFFF_FFFF)
        let digits = Self.hexadecimal(high) + Self.hexadecimal(low)
        description = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
            .map { String(decoding: digits[$0], as: UTF8.self) }
            .joined(separator: "-")
    }

    private static func hexadecimal(_ value: UInt64) -> [UInt8] {
        let alphabet = Array("0123456789abcdef".utf8)
        return (0..<16).map { alphabet[Int(value >> (60 - 4 * UInt64($0)) & 15)] }
    }
}
