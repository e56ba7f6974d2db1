/// Takes an answer of S3 apart.
struct XMLReader {
    private static let deepest = 16

    private var rest: ArraySlice<UInt8>
    private var open: [XMLElement] = []

    init(_ bytes: [UInt8]) { rest = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...] }

    mutating func root() -> XMLElement? {
        while !rest.isEmpty {
            let text = rest.prefix { $0 != UInt8(ascii: "<") }
            rest = rest.dropFirst(text.count)
            if !open.isEmpty {
                guard let decoded = Self.decoded(text) else { return nil }
                open[open.count - 1].text += decoded
            }
            guard let markup = takeMarkup() else { return nil }
            if markup.first == UInt8(ascii: "?") || markup.starts(with: "!--".utf8) { continue }
            guard let closed = take(markup) else { return nil }
            if let root = closed.root { return root }
        }
        return nil
    }

    /// What is between `<` and `>`.
    private mutating func takeMarkup() -> ArraySlice<UInt8>? {
        guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return nil }
        defer { rest = rest[(end + 1)...] }
        return rest[..<end].dropFirst()
    }

    /// - Returns: nil for an error; the root element once it ends.
    private mutating func take(_ markup: ArraySlice<UInt8>) -> (root: XMLElement?, Void)? {
        if markup.first == UInt8(ascii: "!") { return nil }
        if markup.first == UInt8(ascii: "/") { return close(name(of: markup.dropFirst())) }
        guard open.count < Self.deepest else { return nil }
        let name = name(of: markup)
        open.append(XMLElement(name: name))
        return markup.last == UInt8(ascii: "/") ? close(name) : (nil, ())
    }

    private mutating func close(_ name: String) -> (root: XMLElement?, Void)? {
        guard let element = open.popLast(), element.name == name else { return nil }
        if open.isEmpty { return (element, ()) }
        open[open.count - 1].children.append(element)
        return (nil, ())
    }

    /// Without a namespace prefix and attributes.
    private func name(of markup: ArraySlice<UInt8>) -> String {
        let whole = markup.prefix { $0 > 0x20 && $0 != UInt8(ascii: "/") }
        let local = whole.lastIndex(of: UInt8(ascii: ":")).map { whole[($0 + 1)...] } ?? whole
        return String(decoding: local, as: UTF8.self)
    }

    /// The text with its references replaced; nil for one that is not known. By bytes: a combining mark behind a
    /// reference is no part of it.
    private static func decoded(_ text: ArraySlice<UInt8>) -> String? {
        var pieces = text.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)[...]
        var result = Array(pieces.popFirst() ?? [])
        for piece in pieces {
            guard let end = piece.firstIndex(of: UInt8(ascii: ";")),
                let value = character(String(decoding: piece[..<end], as: UTF8.self))
            else { return nil }
            result += Array(String(value).utf8) + piece[(end + 1)...]
        }
        return String(validating: result, as: UTF8.self)
    }

    private static func character(_ name: String) -> Unicode.Scalar? {
        switch name {
        case "amp": "&"
        case "lt": "<"
        case "gt": ">"
        case "quot": "\""
        case "apos": "'"
        default:
            if name.hasPrefix("#x") {
                UInt32(name.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
            } else if name.hasPrefix("#") {
                UInt32(name.dropFirst()).flatMap(Unicode.Scalar.init)
            } else {
                nil
            }
        }
    }
}
