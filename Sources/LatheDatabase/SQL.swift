/// A statement with its values: `"UPDATE jobs SET state = \(state) WHERE id = \(id)"`.
///
/// An interpolated value becomes a bound parameter, never text. `\(raw: "…")` inserts trusted text, `\(sql: …)` another
/// statement with its values, and `IN (\(list: …))` any number of values, none included.
public struct SQL: Sendable {
    enum Piece: Sendable {
        case text(String)
        case value(DatabaseValue, DatabaseType)
        /// Stands for no value at all where a list is expected.
        case emptyList(DatabaseType)
    }

    var pieces: [Piece]
}

extension SQL: ExpressibleByStringInterpolation {
    /// Text without values.
    public init(stringLiteral text: String) { pieces = [.text(text)] }

    /// Text and the values between it.
    public init(stringInterpolation: StringInterpolation) { pieces = stringInterpolation.pieces }

    /// What the compiler hands the parts of a literal to.
    public struct StringInterpolation: StringInterpolationProtocol {
        var pieces: [Piece] = []

        /// Nothing yet.
        public init(literalCapacity: Int, interpolationCount: Int) {
            pieces.reserveCapacity(2 * interpolationCount + 1)
        }

        /// The program's own text, as it is.
        public mutating func appendLiteral(_ text: String) {
            if !text.isEmpty { pieces.append(.text(text)) }
        }

        /// A value: it becomes a bound parameter.
        public mutating func appendInterpolation<Value: DatabaseValueConvertible>(_ value: Value) {
            pieces.append(.value(value.databaseValue, Value.databaseType))
        }

        /// Takes an optional as such: the compiler warns of one that the other method takes for any value.
        public mutating func appendInterpolation<Value: DatabaseValueConvertible>(_ value: Value?) {
            pieces.append(.value(value.databaseValue, Value.databaseType))
        }

        /// Text that no user has a say in, as it is.
        public mutating func appendInterpolation(raw text: String) { pieces.append(.text(text)) }

        /// Another statement, its values with it.
        public mutating func appendInterpolation(sql: SQL) { pieces += sql.pieces }

        /// The values, separated by commas and without parentheses.
        public mutating func appendInterpolation<Value: DatabaseValueConvertible>(list: [Value]) {
            guard !list.isEmpty else { return pieces.append(.emptyList(Value.databaseType)) }
            for (index, value) in list.enumerated() {
                if index > 0 { appendLiteral(", ") }
                appendInterpolation(value)
            }
        }
    }
}

extension SQL {
    /// A statement in the words of one dialect, with its values in the order of their numbers.
    struct Rendered {
        struct Parameter: Equatable {
            let value: DatabaseValue
            let type: DatabaseType
        }

        var text = ""
        var parameters: [Parameter] = []
    }

    /// - Throws: `DatabaseError` with code `invalid` for a value that one of the databases cannot hold.
    func rendered(for dialect: Dialect) throws -> Rendered {
        var rendered = Rendered()
        for piece in pieces {
            switch piece {
            case .text(let text): rendered.text += text
            case .value(let value, let type):
                if let flaw = value.flaw {
                    throw DatabaseError(.invalid, "bind", "a value to a statement", because: flaw)
                }
                rendered.parameters.append(Rendered.Parameter(value: value, type: type))
                rendered.text += dialect.placeholder(rendered.parameters.count)
            case .emptyList(let type):
                rendered.text += "SELECT CAST(NULL AS \(dialect.name(of: type))) WHERE 1 = 0"
            }
        }
        return rendered
    }
}

extension SQL {
    /// The beginning of a statement, for an error.
    static func quoted(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return "\"\(line.prefix(200))\(line.count > 200 ? "…" : "")\""
    }
}

extension DatabaseValue {
    /// Why not every database holds this value; nil where each does.
    fileprivate var flaw: String? {
        switch self {
        case .text(let text) where text.utf8.contains(0): "the text contains U+0000, which PostgreSQL cannot hold"
        case .real(let real) where real.isNaN: "not a number is no number, and SQLite cannot hold it"
        default: nil
        }
    }
}
