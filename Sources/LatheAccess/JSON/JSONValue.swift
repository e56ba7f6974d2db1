/// What a JSON text says (RFC 8259), read strictly: every name once, every number exactly representable or refused.
public enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    case real(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// Reads one value with nothing but white space around it.
    public init(_ text: [UInt8]) throws(JSONFault) {
        var reader = JSONReader(text)
        self = try reader.document()
    }

    /// The text; nil where it is no string.
    public var string: String? { if case .string(let text) = self { text } else { nil } }
    /// The number; nil where it is no whole one.
    public var integer: Int64? { if case .integer(let number) = self { number } else { nil } }
    /// The number, whole or not; nil where it is none.
    public var number: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .real(let number): number
        default: nil
        }
    }
    /// The elements; nil where it is no array.
    public var array: [JSONValue]? { if case .array(let values) = self { values } else { nil } }
    /// The members; nil where it is no object.
    public var object: [String: JSONValue]? { if case .object(let members) = self { members } else { nil } }
}

/// Why a text is not JSON that we take.
public struct JSONFault: Error, Equatable, Sendable {
    /// One clause; says nothing of the text, which may be secret.
    public let cause: String
    /// Where, in bytes from the start.
    public let offset: Int
}
