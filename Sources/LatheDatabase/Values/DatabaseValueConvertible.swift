/// What can be bound to a statement and read from a row.
public protocol DatabaseValueConvertible {
    /// The type that it is bound as. A column of another one (`jsonb`, `uuid`) needs a cast in the statement.
    static var databaseType: DatabaseType { get }
    /// What is bound.
    var databaseValue: DatabaseValue { get }
    /// Nil where the value is of another type or out of range: nothing is ever rounded or cut.
    init?(databaseValue: DatabaseValue)
}

extension String: DatabaseValueConvertible {
    /// It is bound as text.
    public static var databaseType: DatabaseType { .text }
    /// Itself, as text.
    public var databaseValue: DatabaseValue { .text(self) }

    /// Nil where the value is none.
    public init?(databaseValue: DatabaseValue) {
        guard case .text(let text) = databaseValue else { return nil }
        self = text
    }
}

extension Int64: DatabaseValueConvertible {
    /// It is bound as a 64-bit integer.
    public static var databaseType: DatabaseType { .integer }
    /// Itself, as a 64-bit integer.
    public var databaseValue: DatabaseValue { .integer(self) }

    /// Nil where the value is none.
    public init?(databaseValue: DatabaseValue) {
        guard case .integer(let integer) = databaseValue else { return nil }
        self = integer
    }
}

extension Int: DatabaseValueConvertible {
    /// It is bound as a 64-bit integer.
    public static var databaseType: DatabaseType { .integer }
    /// Itself, as a 64-bit integer.
    public var databaseValue: DatabaseValue { .integer(Int64(self)) }

    /// Nil where the value is none, or out of range.
    public init?(databaseValue: DatabaseValue) {
        guard case .integer(let integer) = databaseValue else { return nil }
        self.init(exactly: integer)
    }
}

extension Double: DatabaseValueConvertible {
    /// It is bound as a real number.
    public static var databaseType: DatabaseType { .real }
    /// Itself, as a real number.
    public var databaseValue: DatabaseValue { .real(self) }

    /// Nil where the value is none; a whole number is taken where it is exact.
    public init?(databaseValue: DatabaseValue) {
        switch databaseValue {
        case .real(let real): self = real
        case .integer(let integer): self.init(exactly: integer)
        default: return nil
        }
    }
}

extension Bool: DatabaseValueConvertible {
    /// It is bound as a truth value.
    public static var databaseType: DatabaseType { .boolean }
    /// Itself, as a truth value.
    public var databaseValue: DatabaseValue { .boolean(self) }

    /// Nil where the value is neither a truth value nor 0 or 1, which SQLite has for them.
    public init?(databaseValue: DatabaseValue) {
        switch databaseValue {
        case .boolean(let boolean): self = boolean
        case .integer(0): self = false
        case .integer(1): self = true
        default: return nil
        }
    }
}

extension [UInt8]: DatabaseValueConvertible {
    /// It is bound as bytes.
    public static var databaseType: DatabaseType { .bytes }
    /// Itself, as bytes.
    public var databaseValue: DatabaseValue { .bytes(self) }

    /// Nil where the value is none.
    public init?(databaseValue: DatabaseValue) {
        guard case .bytes(let bytes) = databaseValue else { return nil }
        self = bytes
    }
}

extension Optional: DatabaseValueConvertible where Wrapped: DatabaseValueConvertible {
    /// That of what is wrapped.
    public static var databaseType: DatabaseType { Wrapped.databaseType }
    /// NULL where there is nothing.
    public var databaseValue: DatabaseValue { self?.databaseValue ?? .null }

    /// None for NULL; nil where the value is not of what is wrapped.
    public init?(databaseValue: DatabaseValue) {
        guard databaseValue != .null else {
            self = .none
            return
        }
        guard let wrapped = Wrapped(databaseValue: databaseValue) else { return nil }
        self = wrapped
    }
}

/// An enumeration of strings or integers is bound as its raw value when it declares the conformance.
extension DatabaseValueConvertible where Self: RawRepresentable, RawValue: DatabaseValueConvertible {
    /// That of the raw value.
    public static var databaseType: DatabaseType { RawValue.databaseType }
    /// The raw value.
    public var databaseValue: DatabaseValue { rawValue.databaseValue }

    /// Nil where the value is no raw value, or that of no case.
    public init?(databaseValue: DatabaseValue) {
        guard let rawValue = RawValue(databaseValue: databaseValue) else { return nil }
        self.init(rawValue: rawValue)
    }
}
