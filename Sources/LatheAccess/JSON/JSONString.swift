/// Strings of JSON (RFC 8259 §7).
enum JSONString {
    /// Reads from behind the opening quotation mark. Gives the string and where its closing mark ends, or the cause.
    static func read(_ text: [UInt8], from start: Int) -> (string: String?, end: Int, cause: String) {
        var bytes: [UInt8] = []
        var position = start
        while position < text.count {
            let byte = text[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                let string = String(validating: bytes, as: UTF8.self)
                return (string, position, "a string is not UTF-8")
            case ..<0x20: return (nil, position, "a string has a control character")
            case UInt8(ascii: "\\"):
                guard let scalar = escape(text, &position) else { return (nil, position, "an escape is none") }
                bytes.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
            default: bytes.append(byte)
            }
        }
        return (nil, position, "a string does not end")
    }

    private static func escape(_ text: [UInt8], _ position: inout Int) -> Unicode.Scalar? {
        guard position < text.count else { return nil }
        defer { position += 1 }
        switch Unicode.Scalar(text[position]) {
        case "\"": return "\""
        case "\\": return "\\"
        case "/": return "/"
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "u": return unicode(text, &position)
        default: return nil
        }
    }

    /// Reads `uXXXX`, or two of them that are a pair of surrogates; leaves the position on the last digit.
    private static func unicode(_ text: [UInt8], _ position: inout Int) -> Unicode.Scalar? {
        guard let first = digits(text, position + 1) else { return nil }
        position += 4
        guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) }
        guard text[(position + 1)...].starts(with: Array("\\u".utf8)), let second = digits(text, position + 3),
            (0xDC00..<0xE000).contains(second)
        else { return nil }
        position += 6
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }

    private static func digits(_ text: [UInt8], _ start: Int) -> UInt32? {
        guard start + 4 <= text.count else { return nil }
        var value: UInt32 = 0
        for byte in text[start..<start + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}
