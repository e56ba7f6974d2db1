/// A text of somebody else's as one line that cannot move the cursor: what could is spelt out, `\u{1B}` as `\u001b`.
func printable(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: \.movesTheCursor) else { return text }
    return text.unicodeScalars.map { scalar in
        switch scalar {
        case "\n", "\r", "\t": return " "
        case _ where scalar.movesTheCursor:
            let digits = String(scalar.value, radix: 16)
            return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        default: return String(scalar)
        }
    }.joined()
}

/// At most so many characters, the last one `…` where some were left out.
func shortened(_ text: String, to width: Int) -> String {
    text.count <= width ? text : String(text.prefix(max(0, width - 1))) + (width > 0 ? "…" : "")
}

extension Unicode.Scalar {
    /// Control characters, line separators and the overrides of direction.
    fileprivate var movesTheCursor: Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
