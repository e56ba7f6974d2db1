/// A line that grows.
struct LogLine {
    /// What is kept of one text.
    static let textLimit = 4096

    private(set) var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(256) }

    mutating func appendJSON(_ record: LogRecord) {
        append("{\"time\":\"")
        Timestamp.append(record.time, to: &bytes)
        append("\",\"level\":\"\(record.level.name)\",\"message\":")
        appendQuoted(record.message)
        append(",\"fields\":{")
        for (index, field) in record.fields.enumerated() {
            if index > 0 { append(",") }
            appendQuoted(field.name)
            append(":")
            appendJSON(field.value)
        }
        append("}}\n")
    }

    mutating func appendText(_ record: LogRecord, level: String) {
        Timestamp.append(record.time, to: &bytes)
        append(" \(level) ")
        appendEscaped(record.message, quotes: false)
        for field in record.fields {
            append(" ")
            appendEscaped(field.name, quotes: false)
            append("=")
            switch field.value {
            case .string(let text) where !text.isPlain: appendQuoted(text)
            default: appendPlain(field.value)
            }
        }
        append("\n")
    }

    private mutating func appendJSON(_ value: LogValue) {
        switch value {
        case .string(let text): appendQuoted(text)
        // JSON has no word for them.
        case .number(let number) where !number.isFinite: appendQuoted("\(number)")
        default: appendPlain(value)
        }
    }

    private mutating func appendPlain(_ value: LogValue) {
        switch value {
        case .string(let text): append(text)
        case .integer(let integer): append("\(integer)")
        case .number(let number): append("\(number)")
        case .boolean(let boolean): append(boolean ? "true" : "false")
        }
    }

    private mutating func appendQuoted(_ text: String) {
        append("\"")
        appendEscaped(text, quotes: true)
        append("\"")
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// JSON's escapes for what could leave the line, the quotes or the screen.
    private mutating func appendEscaped(_ text: String, quotes: Bool) {
        let end = bytes.count + Self.textLimit
        for scalar in text.unicodeScalars {
            guard bytes.count < end else { return append("…") }
            switch scalar {
            case "\"" where quotes, "\\" where quotes: append("\\\(scalar)")
            case "\n": append("\\n")
            case "\r": append("\\r")
            case "\t": append("\\t")
            default:
                if scalar.movesTheCursor { append(scalar.escape) } else { append(String(scalar)) }
            }
        }
    }
}

extension Unicode.Scalar {
    /// Control characters, line separators and the overrides of direction.
    fileprivate var movesTheCursor: Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069, 0x200E, 0x200F: true
        default: false
        }
    }

    fileprivate var escape: String {
        let digits = String(value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}

extension String {
    /// Needs no quotes to be told from its surroundings.
    fileprivate var isPlain: Bool {
        !isEmpty && utf8.count <= LogLine.textLimit
            && utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "=") }
    }
}
