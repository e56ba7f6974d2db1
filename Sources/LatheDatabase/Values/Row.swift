/// One row of an answer.
public struct Row: Sendable {
    let columns: ColumnNames
    let values: [DatabaseValue]

    /// The value of a column: `let id: String = try row["id"]`. The first, where two columns have the same name.
    ///
    /// - Throws: `DatabaseError` with code `invalid`: there is no such column, it is null and `Value` not optional, or it
    ///   is of another type.
    public subscript<Value: DatabaseValueConvertible>(_ column: String) -> Value {
        get throws {
            guard let index = columns.index(of: column) else {
                throw error(column, because: "the answer has no such column", remedy: "It has \(columns.listed).")
            }
            guard let value = Value(databaseValue: values[index]) else {
                throw error(column, because: "it holds \(values[index].kind), which is no \(Value.self)")
            }
            return value
        }
    }

    private func error(_ column: String, because cause: String, remedy: String? = nil) -> DatabaseError {
        DatabaseError(.invalid, "read", "column \"\(column)\"", because: cause, remedy: remedy)
    }
}

/// The names of an answer's columns, shared by its rows.
final class ColumnNames: Sendable {
    private let names: [String]
    private let indexes: [String: Int]

    init(_ names: [String]) {
        self.names = names
        indexes = Dictionary(zip(names, names.indices)) { first, _ in first }
    }

    func index(of name: String) -> Int? { indexes[name] }

    var listed: String { names.map { "\"\($0)\"" }.joined(separator: ", ") }
}

extension DatabaseValue {
    /// Its kind in words: an error never quotes a value.
    var kind: String {
        switch self {
        case .null: "null"
        case .integer: "an integer"
        case .real: "a real number"
        case .boolean: "a boolean"
        case .text: "text"
        case .bytes: "bytes"
        }
    }
}
