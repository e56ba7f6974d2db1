/// The language of a database.
public enum Dialect: String, Sendable, CaseIterable {
    case sqlite
    case postgreSQL
}

extension Dialect {
    /// Milliseconds since 1970 by the database's clock, as a 64-bit integer expression.
    ///
    /// The clock moves on within a transaction. Not for use in a table's definition.
    public var now: SQL {
        switch self {
        case .sqlite: "\(raw: Self.clockFunction)()"
        case .postgreSQL: "CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS bigint)"
        }
    }

    /// SQLite's own clock has no milliseconds before version 3.42: each connection gets this function.
    static let clockFunction = "lathe_now"

    func placeholder(_ index: Int) -> String {
        switch self {
        case .sqlite: "?\(index)"
        case .postgreSQL: "$\(index)"
        }
    }

    func name(of type: DatabaseType) -> String {
        switch (type, self) {
        case (.integer, _): "bigint"
        case (.real, _): "double precision"
        case (.text, _): "text"
        case (.boolean, _): "boolean"
        case (.bytes, .sqlite): "blob"
        case (.bytes, .postgreSQL): "bytea"
        }
    }
}
