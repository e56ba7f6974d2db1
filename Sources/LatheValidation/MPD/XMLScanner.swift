/// Reads a small well-formed XML 1.0 document without a document type: nothing is fetched, nothing expands, and depth
/// and number of elements are bounded.
struct XMLScanner {
    private static let mostElements = 400_000

    private var rest: ArraySlice<UInt8>
    private var line = 1
    private var open: [XMLElement] = []
    private var elementCount = 0

    /// - Returns: the root element.
    static func root(of bytes: [UInt8]) throws(XMLFault) -> XMLElement {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw XMLFault(line: 1, cause: "it is not UTF-8") }
        var scanner = XMLScanner(rest: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...])
        return try scanner.run()
    }

    private init(rest: ArraySlice<UInt8>) {
        self.rest = rest
    }

    private mutating func run() throws(XMLFault) -> XMLElement {
        var root: XMLElement?
        while !rest.isEmpty {
            guard starts(with: "<") else {
                try takeText(isAllowed: !open.isEmpty)
                continue
            }
            if starts(with: "<?") {
                try skip(to: "?>", "a processing instruction")
            } else if starts(with: "<!--") {
                try skip(to: "-->", "a comment")
            } else if starts(with: "<![CDATA[") {
                try takeCharacterData()
            } else if starts(with: "<!") {
                throw fault("it has a document type declaration, which an MPD has no use for")
            } else if let closed = try takeTag() {
                guard root == nil else { throw fault("there is more than one root element") }
                root = closed
            }
        }
        guard open.isEmpty else { throw fault("<\(open[open.count - 1].name)> does not end") }
        guard let root else { throw fault("there is no element") }
        return root
    }

    private func fault(_ cause: String) -> XMLFault { XMLFault(line: line, cause: cause) }

    private func starts(with text: StaticString) -> Bool {
        text.withUTF8Buffer { rest.starts(with: $0) }
    }

    /// Takes bytes while they are so, counting lines.
    private mutating func take(while condition: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let taken = rest.prefix(while: condition)
        line += taken.count { $0 == 10 }
        rest = rest.dropFirst(taken.count)
        return taken
    }

    private mutating func takeByte() -> UInt8? {
        guard let byte = rest.popFirst() else { return nil }
        if byte == 10 { line += 1 }
        return byte
    }

    private mutating func skip(to end: StaticString, _ what: String) throws(XMLFault) {
        while !rest.isEmpty {
            if starts(with: end) { rest = rest.dropFirst(end.utf8CodeUnitCount); return }
            _ = takeByte()
        }
        throw fault("\(what) does not end")
    }

    private mutating func takeCharacterData() throws(XMLFault) {
        guard !open.isEmpty else { throw fault("there is text outside the root element") }
        let before = rest
        try skip(to: "]]>", "a CDATA section")
        let bytes = before.prefix(before.count - rest.count).dropFirst(9).dropLast(3)
        open[open.count - 1].text += String(decoding: bytes, as: UTF8.self)
    }

    private mutating func takeText(isAllowed: Bool) throws(XMLFault) {
        let raw = take { $0 != UInt8(ascii: "<") }
        let isBlank = raw.allSatisfy(Self.isSpace)
        guard isAllowed || isBlank else { throw fault("there is text outside the root element") }
        if !isBlank { open[open.count - 1].text += try expanded(raw) }
    }

    /// A start, end or empty tag.
    /// - Returns: the root element, when it has ended.
    private mutating func takeTag() throws(XMLFault) -> XMLElement? {
        rest = rest.dropFirst()
        if starts(with: "/") { return try takeEndTag() }
        let start = line
        let name = try takeName()
        var attributes: [String: String] = [:]
        while true {
            let space = take(while: Self.isSpace)
            if starts(with: "/>") {
                rest = rest.dropFirst(2)
                try begin(XMLElement(name: name, attributes: attributes, line: start))
                return end()
            }
            if starts(with: ">") {
                rest = rest.dropFirst()
                try begin(XMLElement(name: name, attributes: attributes, line: start))
                return nil
            }
            guard !space.isEmpty else { throw fault("white space is missing in <\(name)>") }
            let (key, value) = try takeAttribute()
            guard attributes.updateValue(value, forKey: key) == nil else {
                throw fault("<\(name)> has @\(key) twice")
            }
        }
    }

    private mutating func takeEndTag() throws(XMLFault) -> XMLElement? {
        rest = rest.dropFirst()
        let name = try takeName()
        _ = take(while: Self.isSpace)
        guard takeByte() == UInt8(ascii: ">") else { throw fault("</\(name) does not end") }
        guard let last = open.last, last.name == name else {
            throw fault("</\(name)> ends " + (open.last.map { "<\($0.name)>" } ?? "nothing"))
        }
        return end()
    }

    private mutating func begin(_ element: XMLElement) throws(XMLFault) {
        elementCount += 1
        guard elementCount <= Self.mostElements else {
            throw fault("there are more than \(Self.mostElements) elements")
        }
        guard open.count < Limits.depth else { throw fault("elements lie more than \(Limits.depth) deep") }
        open.append(element)
    }

    private mutating func end() -> XMLElement? {
        var element = open.removeLast()
        element.text = String(element.text.trimmed)
        guard !open.isEmpty else { return element }
        open[open.count - 1].children.append(element)
        return nil
    }

    /// A name without its prefix.
    private mutating func takeName() throws(XMLFault) -> String {
        let name = try takeQualifiedName()
        return name.split(separator: ":").last.map(String.init) ?? name
    }

    private mutating func takeQualifiedName() throws(XMLFault) -> String {
        let bytes = take { byte in
            !Self.isSpace(byte) && !"/>=<\"'&".utf8.contains(byte)
        }
        guard let first = bytes.first, !(48...57 ~= first), first != UInt8(ascii: "-") else {
            throw fault("a name is missing")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func takeAttribute() throws(XMLFault) -> (String, String) {
        let name = try takeQualifiedName()
        _ = take(while: Self.isSpace)
        guard takeByte() == UInt8(ascii: "=") else { throw fault("@\(name) has no value") }
        _ = take(while: Self.isSpace)
        guard let quote = takeByte(), quote == 34 || quote == 39 else { throw fault("@\(name) has no quotes") }
        let raw = take { $0 != quote && $0 != UInt8(ascii: "<") }
        guard takeByte() == quote else { throw fault("the value of @\(name) does not end") }
        return (name, try expanded(raw))
    }

    /// References to characters and to the five entities that every document has; there are no others.
    private func expanded(_ raw: ArraySlice<UInt8>) throws(XMLFault) -> String {
        guard raw.contains(UInt8(ascii: "&")) else { return String(decoding: raw, as: UTF8.self) }
        var text = ""
        var rest = raw
        while !rest.isEmpty {
            let plain = rest.prefix { $0 != UInt8(ascii: "&") }
            text += String(decoding: plain, as: UTF8.self)
            rest = rest.dropFirst(plain.count)
            guard !rest.isEmpty else { break }
            let name = rest.dropFirst().prefix(12).prefix { $0 != UInt8(ascii: ";") }
            guard let character = Self.character(String(decoding: name, as: UTF8.self)) else {
                throw fault("a reference to \"&\(String(decoding: name, as: UTF8.self))\" means nothing")
            }
            text.unicodeScalars.append(character)
            rest = rest.dropFirst(name.count + 2)
        }
        return text
    }

    private static func character(_ name: String) -> Unicode.Scalar? {
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default: break
        }
        guard name.hasPrefix("#") else { return nil }
        let digits = name.dropFirst()
        let code = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return code.flatMap { $0 == 0 ? nil : Unicode.Scalar($0) }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 10 || byte == 13 }
}

extension String {
    /// Without white space at both ends.
    var trimmed: Substring {
        let body = drop { $0.isWhitespace }
        return body.lastIndex { !$0.isWhitespace }.map { body[...$0] } ?? ""
    }
}
