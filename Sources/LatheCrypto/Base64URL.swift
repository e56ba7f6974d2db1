/// Bytes as text that needs no escape in a URL (RFC 4648 §5), without padding.
public enum Base64URL {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// The value of each ASCII character; 0xFF for those outside the alphabet.
    private static let values = {
        var values = [UInt8](repeating: 0xFF, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()

    /// Four characters for three bytes; the last group is as short as its bytes allow.
    public static func text(_ bytes: [UInt8]) -> String { String(decoding: ascii(bytes), as: UTF8.self) }

    /// The same as bytes of ASCII.
    public static func ascii(_ bytes: [UInt8]) -> [UInt8] {
        let alphabet = alphabet
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count * 4 + 2) / 3)
        var (bits, count) = (UInt32(0), UInt32(0))
        for byte in bytes {
            (bits, count) = (bits << 8 | UInt32(byte), count + 8)
            while count >= 6 {
                count -= 6
                text.append(alphabet[Int(bits >> count & 63)])
            }
        }
        if count > 0 { text.append(alphabet[Int(bits << (6 - count) & 63)]) }
        return text
    }

    /// Reads what `text` writes and nothing else: one text for each value, so that no token has a second spelling. Nil
    /// for padding, characters of plain Base64, and bits behind the last byte.
    public static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        let values = values
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 3 / 4)
        var (bits, count) = (UInt32(0), UInt32(0))
        for character in text.utf8 {
            let value = values[Int(character)]
            guard value != 0xFF else { return nil }
            (bits, count) = (bits << 6 | UInt32(value), count + 6)
            guard count >= 8 else { continue }
            count -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> count))
        }
        // Six bits left over are a character too many; fewer must be the zeros that `text` filled up with.
        guard count < 6, bits & (1 << count - 1) == 0 else { return nil }
        return bytes
    }
}
