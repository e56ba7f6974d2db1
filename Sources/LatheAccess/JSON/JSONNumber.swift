/// Numbers of JSON (RFC 8259 §6).
enum JSONNumber {
    private static let lengthLimit = 40

    /// An integer of 64 bits, or a finite number with fraction or exponent; nil for anything else.
    static func read(_ text: String) -> JSONValue? {
        guard text.utf8.count <= lengthLimit, let isInteger = isInteger(text) else { return nil }
        if isInteger { return Int64(text).map { .integer($0) } }
        guard let number = Double(text), number.isFinite else { return nil }
        return .real(number)
    }

    /// Whether a number has neither fraction nor exponent; nil if it is no number.
    private static func isInteger(_ text: String) -> Bool? {
        var rest = text.utf8[...]
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let startsWithZero = rest.first == UInt8(ascii: "0")
        let count = takeDigits(&rest)
        guard count == 1 || count > 1 && !startsWithZero else { return nil }
        guard !rest.isEmpty else { return true }
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            guard takeDigits(&rest) > 0 else { return nil }
        }
        if let mark = rest.first, [UInt8(ascii: "e"), UInt8(ascii: "E")].contains(mark) {
            rest.removeFirst()
            if let sign = rest.first, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(sign) { rest.removeFirst() }
            guard takeDigits(&rest) > 0 else { return nil }
        }
        return rest.isEmpty ? false : nil
    }

    private static func takeDigits(_ rest: inout Substring.UTF8View) -> Int {
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        rest.removeFirst(digits.count)
        return digits.count
    }
}
