/// A line of an M3U8 playlist (RFC 8216 §4.1).
struct PlaylistLine: Equatable {
    enum Content: Equatable {
        /// A line that begins with `#EXT`: its name, and what follows the colon.
        case tag(String, String?)
        case uri(String)
    }

    /// Counted from 1.
    let number: Int
    let content: Content

    /// Splits a playlist into tags and URIs; comments and blank lines are left out.
    static func lines(of text: String) -> [PlaylistLine] {
        var lines: [PlaylistLine] = []
        // By scalar: CR LF is one Character, but two line breaks never are.
        for (index, raw) in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = String(raw.last == "\r" ? raw.dropLast() : raw)
            guard let content = content(of: line) else { continue }
            lines.append(PlaylistLine(number: index + 1, content: content))
        }
        return lines
    }

    private static func content(of line: String) -> Content? {
        if line.isEmpty || line.hasPrefix("#") && !line.hasPrefix("#EXT") { return nil }
        guard line.hasPrefix("#") else { return .uri(line) }
        let parts = line.dropFirst().split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        return .tag(String(parts[0]), parts.count == 2 ? String(parts[1]) : nil)
    }
}

/// An attribute list (RFC 8216 §4.2).
struct AttributeList {
    private(set) var values: [String: String] = [:]
    private(set) var quoted: Set<String> = []
    /// Why it is malformed; nil where it is not.
    private(set) var fault: String?

    init(_ text: String) {
        var rest = text.unicodeScalars[...]
        while !rest.isEmpty, fault == nil { takeAttribute(&rest) }
        if text.isEmpty { fault = "the attribute list is empty" }
    }

    subscript(name: String) -> String? { values[name] }

    /// A decimal-integer; nil for anything else.
    func integer(_ name: String) -> Int? {
        values[name].flatMap { quoted.contains(name) ? nil : decimalInteger($0) }
    }

    private mutating func takeAttribute(_ rest: inout Substring.UnicodeScalarView) {
        guard let equals = rest.firstIndex(of: "=") else { return fault = "\"\(String(rest))\" is no NAME=VALUE" }
        let name = String(rest[..<equals])
        guard !name.isEmpty, name.utf8.allSatisfy({ 65...90 ~= $0 || 48...57 ~= $0 || $0 == 45 }) else {
            return fault = "\"\(name)\" is no attribute name"
        }
        rest = rest[rest.index(after: equals)...]
        guard let value = takeValue(&rest, name) else { return }
        guard values.updateValue(value, forKey: name) == nil else { return fault = "\(name) is given twice" }
        guard !rest.isEmpty else { return }
        guard rest.popFirst() == "," else { return fault = "a comma is missing after \(name)" }
        if rest.isEmpty { fault = "the list ends with a comma" }
    }

    private mutating func takeValue(_ rest: inout Substring.UnicodeScalarView, _ name: String) -> String? {
        guard rest.first == "\"" else {
            let value = String(rest.prefix { $0 != "," })
            rest = rest.dropFirst(value.unicodeScalars.count)
            guard !value.isEmpty, !value.contains("\""), !value.contains(" ") else {
                fault = "the value of \(name) is malformed"
                return nil
            }
            return value
        }
        rest = rest.dropFirst()
        guard let end = rest.firstIndex(of: "\"") else {
            fault = "the quoted value of \(name) does not end"
            return nil
        }
        quoted.insert(name)
        defer { rest = rest[rest.index(after: end)...] }
        return String(rest[..<end])
    }
}

/// Digits only, believable as a number (RFC 8216 §4.2: decimal-integer).
func decimalInteger(_ text: some StringProtocol) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ 48...57 ~= $0 }), let value = Int(text), value <= Limits.number else {
        return nil
    }
    return value
}

/// Digits with or without a fraction (RFC 8216 §4.2: decimal-floating-point, without a sign).
func decimalNumber(_ text: some StringProtocol) -> Double? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { 48...57 ~= $0 } }),
        let value = Double(String(text)), value < Double(Limits.number)
    else { return nil }
    return value
}
