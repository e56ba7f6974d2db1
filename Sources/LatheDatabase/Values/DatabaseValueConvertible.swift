/// What can be bound to a statement and read from a row.
public protocol DatabaseValueConvertible {
    /// The type that it is bound as. A column of another one (`jsonb`, `uuid`) needs a cast in the statement.
    static var databaseType: DatabaseType { get }
    var databaseValue: DatabaseValue { get }
    /// Nil where the value is of another type or out of range: nothing is ever rounded or cut.
    init?(databaseValue: DatabaseValue)
}

extension String: DatabaseValueConvertible {
    public static var databaseType: DatabaseType { .text }
    public var databaseValue: DatabaseValue { .text(self) }

    public init?(databaseValue: DatabaseValue) {
        guard case .text(let text) = databaseValue else { return nil }
        self = text
    }
}

extension Int64: DatabaseValueConvertible {
    public static var databaseType: DatabaseType { .integer }
    public var databaseValue: DatabaseValue { .integer(self) }

    public init?(databaseValue: DatabaseValue) {
        guard case .integer(let integer) = databaseValue else { return nil }
        self = integer
    }
}

extension Int: DatabaseValueConvertible {
    public static var databaseType: DatabaseType { .integer }
    public var databaseValue: DatabaseValue { .integer(Int64(self)) }

    public init?(databaseValue: DatabaseValue) {
        guard case .integer(let integer) = databaseValue else { return nil }
        self.init(exactly: integer)
    }
}

extension Double: DatabaseValueConvertible {
    public static var databaseType: DatabaseType { .real }
    public var databaseValue: DatabaseValue { .real(self) }

    public init?(databaseValue: DatabaseValue) {
        switch databaseValue {
        case .real(let real): self = real
        case .integer(let integer): self.init(exactly: integer)
        default: return nil
        }
    }
}

extension Bool: DatabaseValueConvertible {
    public static var databaseType: DatabaseType { .boolean }
    public var databaseValue: DatabaseValue { .boolean(self) }

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
    public static var databaseType: DatabaseType { .bytes }
    public var databaseValue: DatabaseValue { .bytes(self) }

    public init?(databaseValue: DatabaseValue) {
        guard case .bytes(let bytes) = databaseValue else { return nil }
        self = bytes
    }
}

extension Optional: DatabaseValueConvertible where Wrapped: DatabaseValueConvertible {
    public static var databaseType: DatabaseType { Wrapped.databaseType }
    public var databaseValue: DatabaseValue { self?.databaseValue ?? .null }

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
    public static var databaseType: DatabaseType { RawValue.databaseType }
    public var databaseValue: DatabaseValue { rawValue.databaseValue }

    public init?(databaseValue: DatabaseValue) {
        guard let rawValue = RawValue(databaseValue: databaseValue) else { return nil }
        self.init(rawValue: rawValue)
    }
}
