/// A value as a database holds it.
public enum DatabaseValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case real(Double)
    /// SQLite has no such type: it answers with 0 and 1.
    case boolean(Bool)
    case text(String)
    case bytes([UInt8])
}

/// The type that a bound value has, null or not.
public enum DatabaseType: Sendable, Hashable {
    /// 64 bits: `bigint`, in SQLite `INTEGER`.
    case integer
    /// `double precision`, in SQLite `REAL`. Not a number is no value of it.
    case real
    case boolean
    /// UTF-8 without U+0000, which PostgreSQL cannot hold.
    case text
    /// `bytea`, in SQLite `BLOB`.
    case bytes
}
