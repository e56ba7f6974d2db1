/// Reads JSON of a few kilobytes. Foundation's decoder takes the last of two equal names; here that is a fault, as two
/// readers of one signed text must not read different things (RFC 8725 §2.4).
struct JSONReader {
    private let text: [UInt8]
    private var position = 0
    private static let depthLimit = 16

    init(_ text: [UInt8]) { self.text = text }

    mutating func document() throws(JSONFault) -> JSONValue {
        let value = try value(depth: 0)
        guard next == nil else { throw fault("there is more behind the value") }
        return value
    }

    private mutating func value(depth: Int) throws(JSONFault) -> JSONValue {
        guard depth < Self.depthLimit else { throw fault("it is nested too deeply") }
        switch next {
        case UInt8(ascii: "{"): return .object(try object(depth: depth))
        case UInt8(ascii: "["): return .array(try array(depth: depth))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws(JSONFault) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        position += 1
        if take("}") { return members }
        repeat {
            guard next == UInt8(ascii: "\"") else { throw fault("a name is missing") }
            let name = try string()
            guard take(":") else { throw fault("a colon is missing") }
            let value = try value(depth: depth + 1)
            guard members.updateValue(value, forKey: name) == nil else { throw fault("a name stands there twice") }
        } while take(",")
        guard take("}") else { throw fault("an object does not end") }
        return members
    }

    private mutating func array(depth: Int) throws(JSONFault) -> [JSONValue] {
        var values: [JSONValue] = []
        position += 1
        if take("]") { return values }
        repeat { values.append(try value(depth: depth + 1)) } while take(",")
        guard take("]") else { throw fault("an array does not end") }
        return values
    }

    private mutating func string() throws(JSONFault) -> String {
        let (string, end, cause) = JSONString.read(text, from: position + 1)
        position = end
        guard let string else { throw fault(cause) }
        return string
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(JSONFault) -> JSONValue {
        guard text[position...].starts(with: word.utf8) else { throw fault("a value is missing") }
        position += word.utf8.count
        return value
    }

    private mutating func number() throws(JSONFault) -> JSONValue {
        let start = position
        while position < text.count, Self.numberCharacters.contains(text[position]) { position += 1 }
        guard let number = JSONNumber.read(String(decoding: text[start..<position], as: UTF8.self)) else {
            throw fault("a value is missing, or a number is none or too large")
        }
        return number
    }

    private static let numberCharacters = Set("+-.0123456789eE".utf8)

    /// The next byte that is not white space.
    private var next: UInt8? {
        mutating get {
            while position < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[position]) { position += 1 }
            return position < text.count ? text[position] : nil
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private func fault(_ cause: String) -> JSONFault { JSONFault(cause: cause, offset: position) }
}
