/// Writes an indented XML 1.0 document, element by element; what it is given as text is escaped.
struct XMLWriter {
    private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    private var depth = 0

    /// An attribute; without a value it is left out.
    typealias Attribute = (name: String, value: String?)

    /// An element without content; an attribute without a value is left out.
    mutating func element(_ name: String, _ attributes: [Attribute] = []) {
        indent()
        open(name, attributes)
        text += "/>\n"
    }

    /// An element that contains text.
    mutating func element(_ name: String, text content: String) {
        indent()
        open(name, [])
        text += ">" + Self.escaped(content) + "</\(name)>\n"
    }

    /// An element that contains what `body` writes.
    mutating func element(_ name: String, _ attributes: [Attribute] = [], _ body: (inout XMLWriter) -> Void) {
        indent()
        open(name, attributes)
        text += ">\n"
        depth += 1
        body(&self)
        depth -= 1
        indent()
        text += "</\(name)>\n"
    }

    private mutating func indent() {
        text += String(repeating: "  ", count: depth)
    }

    private mutating func open(_ name: String, _ attributes: [Attribute]) {
        text += "<" + name
        for (name, value) in attributes {
            if let value { text += " \(name)=\"\(Self.escaped(value))\"" }
        }
    }

    private static func escaped(_ string: String) -> String {
        string.unicodeScalars.reduce(into: "") { $0 += escaped($1) }
    }

    /// Markup and white space as references (XML 1.0 §2.4, §3.3.3); what no document may contain is dropped (§2.2).
    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        case "\"": "&quot;"
        case "\t", "\n", "\r": "&#\(scalar.value);"
        case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": ""
        default: String(scalar)
        }
    }
}
