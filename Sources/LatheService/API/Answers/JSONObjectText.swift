/// Writes a small JSON object several times as fast as an encoder that can write anything: for what is asked for most.
struct JSONObjectText: Sendable {
    private var content: [UInt8] = []

    /// The object, in UTF-8.
    var bytes: [UInt8] { [UInt8(ascii: "{")] + content + [UInt8(ascii: "}")] }

    /// Adds a member, unless it is nil.
    mutating func add(_ name: String, _ text: String?) {
        guard let text else { return }
        begin(name)
        append(quoted: text)
    }

    /// Adds a member, unless it is nil or no number of JSON's.
    mutating func add(_ name: String, _ number: Double?) {
        guard let number, number.isFinite else { return }
        begin(name)
        content += "\(number)".utf8
    }

    /// Adds an object.
    mutating func add(_ name: String, _ object: JSONObjectText) {
        begin(name)
        content += object.bytes
    }

    private mutating func begin(_ name: String) {
        if !content.isEmpty { content.append(UInt8(ascii: ",")) }
        append(quoted: name)
        content.append(UInt8(ascii: ":"))
    }

    /// RFC 8259 §7: all else may stand as it is.
    private mutating func append(quoted text: String) {
        content.append(UInt8(ascii: "\""))
        defer { content.append(UInt8(ascii: "\"")) }
        guard text.utf8.contains(where: Self.mustBeEscaped) else { return content += text.utf8 }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                content.append(UInt8(ascii: "\\"))
                content.append(byte)
            case ..<0x20: content += "\\u00\(byte < 0x10 ? "0" : "")\(String(byte, radix: 16))".utf8
            default: content.append(byte)
            }
        }
    }

    private static func mustBeEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }
}
