/// The value of a log record's field.
public enum LogValue: Sendable, Equatable {
    case string(String)
    case integer(Int64)
    case number(Double)
    case boolean(Bool)

    /// What the value says of itself; a `Secret` says `***`.
    public init(_ value: some CustomStringConvertible) { self = .string(value.description) }

    /// A whole number.
    public init(_ value: some FixedWidthInteger) { self = .integer(Int64(clamping: value)) }

    /// An error, in its own words.
    public init(_ error: any Error) { self = .string(String(describing: error)) }
}

extension LogValue: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
}
