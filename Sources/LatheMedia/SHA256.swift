internal import CCrypto

/// A SHA-256 checksum (FIPS 180-4), 32 bytes; in JSON a string of 64 hexadecimal digits.
public struct SHA256Digest: Sendable, Hashable {
    // Inline, eight bytes each in big-endian order: a package holds thousands of these.
    private let first, second, third, fourth: UInt64

    /// The checksum of bytes that lie in memory.
    public init(of bytes: UnsafeRawBufferPointer) {
        let hasher = SHA256Hasher()
        hasher.update(bytes)
        self = hasher.finish()
    }

    /// Reads 64 hexadecimal digits of either case; nil if the text is anything else.
    public init?(hexadecimal: String) {
        let digits = hexadecimal.utf8.map { Self.value(ofDigit: $0) }
        guard digits.count == 64, digits.allSatisfy({ $0 != nil }) else { return nil }
        let nibbles = digits.compactMap(\.self)
        func word(_ index: Int) -> UInt64 { nibbles[index * 16..<index * 16 + 16].reduce(0) { $0 << 4 | UInt64($1) } }
        (first, second, third, fourth) = (word(0), word(1), word(2), word(3))
    }

    /// Takes the 32 bytes that libcrypto computed.
    fileprivate init(raw bytes: [UInt8]) {
        precondition(bytes.count == 32, "a SHA-256 checksum has 32 bytes")
        func word(_ index: Int) -> UInt64 { bytes[index * 8..<index * 8 + 8].reduce(0) { $0 << 8 | UInt64($1) } }
        (first, second, third, fourth) = (word(0), word(1), word(2), word(3))
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        [first, second, third, fourth].flatMap { word in
            stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt64($0)) }
        }
    }

    /// The 64 lower-case hexadecimal digits.
    public var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    private static func value(ofDigit digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension SHA256Digest: CustomStringConvertible {
    /// The same as `hexadecimal`.
    public var description: String { hexadecimal }
}

extension SHA256Digest: Codable {
    /// Decodes the hexadecimal string; throws `DecodingError` if it is not 64 hexadecimal digits.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let digest = SHA256Digest(hexadecimal: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "a SHA-256 checksum is 64 hexadecimal digits")
        }
        self = digest
    }

    /// Encodes the hexadecimal string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hexadecimal)
    }
}

/// Computes SHA-256 over bytes that arrive in pieces, with libcrypto; used by one thread at a time.
public final class SHA256Hasher {
    private var context = SHA256_CTX()

    /// Makes a hasher that has seen no bytes.
    public init() { start() }

    /// Adds bytes to the checksum.
    public func update(_ bytes: UnsafeRawBufferPointer) {
        check(SHA256_Update(&context, bytes.baseAddress, bytes.count))
    }

    /// The checksum of all bytes since the start or the last `finish`; the hasher then starts anew.
    public func finish() -> SHA256Digest {
        var bytes = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        check(SHA256_Final(&bytes, &context))
        start()
        return SHA256Digest(raw: bytes)
    }

    private func start() { check(SHA256_Init(&context)) }

    private func check(_ result: Int32) { precondition(result == 1, "libcrypto refused to compute SHA-256") }
}
