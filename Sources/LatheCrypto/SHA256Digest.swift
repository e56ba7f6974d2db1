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
        guard let bytes = Hexadecimal.bytes(hexadecimal), bytes.count == 32 else { return nil }
        self.init(raw: bytes)
    }

    /// Takes the 32 bytes that libcrypto computed.
    init(raw bytes: [UInt8]) {
        precondition(bytes.count == 32, "a SHA-256 checksum has 32 bytes")
        func word(_ index: Int) -> UInt64 { bytes[index * 8..<index * 8 + 8].reduce(0) { $0 << 8 | UInt64($1) } }
        (first, second, third, fourth) = (word(0), word(1), word(2), word(3))
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        withUnsafeBytes(of: (first.bigEndian, second.bigEndian, third.bigEndian, fourth.bigEndian)) { Array($0) }
    }

    /// The 64 lower-case hexadecimal digits.
    public var hexadecimal: String { Hexadecimal.text(bytes) }
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
