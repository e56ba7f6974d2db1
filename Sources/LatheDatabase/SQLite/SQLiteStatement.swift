internal import CSQLite

/// A prepared statement, owned by the connection that prepared it.
final class SQLiteStatement {
    private let handle: OpaquePointer
    private let database: SQLiteHandle
    let text: String
    /// Of the answer, and how often the statement had been prepared anew when they were asked for.
    private var columns: (names: ColumnNames, preparation: Int32)?

    init(_ text: String, on database: SQLiteHandle) throws {
        self.text = text
        self.database = database
        handle = try Self.prepare(text, on: database)
    }

    deinit { sqlite3_finalize(handle) }

    private static func prepare(_ text: String, on database: SQLiteHandle) throws -> OpaquePointer {
        var handle: OpaquePointer?
        var rest = ""
        let status = text.withCString { start in
            var tail: UnsafePointer<CChar>?
            let status = sqlite3_prepare_v3(
                database.pointer, start, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, &tail)
            rest = tail.map { String(cString: $0) } ?? ""
            return status
        }
        try database.check(status, "run", text)
        guard let handle else {
            throw DatabaseError(.invalid, "run", SQL.quoted(text), because: "there is no statement in it")
        }
        guard rest.allSatisfy({ $0.isWhitespace || $0 == ";" }) else {
            sqlite3_finalize(handle)
            throw DatabaseError(
                .invalid, "run", SQL.quoted(text), because: "there is more than one statement in it")
        }
        return handle
    }

    /// Steps through the whole answer; the statement is ready for the next use afterwards, whatever happens.
    func run(_ parameters: [SQL.Rendered.Parameter]) throws -> Answer {
        defer {
            // Repeats the error of the last step, which was thrown already.
            _ = sqlite3_reset(handle)
            _ = sqlite3_clear_bindings(handle)
        }
        try bind(parameters)
        let changesBefore = sqlite3_total_changes64(database.pointer)
        var answer = Answer()
        while true {
            let status = sqlite3_step(handle)
            if status == SQLITE_DONE { break }
            guard status == SQLITE_ROW else { throw database.error(status, "run", text) }
            answer.rows.append(Row(columns: columnNames(), values: try row()))
        }
        // A statement that changes nothing leaves the count of the one before.
        if sqlite3_total_changes64(database.pointer) != changesBefore {
            answer.changes = Int(sqlite3_changes64(database.pointer))
        }
        return answer
    }

    /// When a table has changed, SQLite prepares the statement anew within the first step: `*` may be other columns then.
    private func columnNames() -> ColumnNames {
        let preparation = sqlite3_stmt_status(handle, SQLITE_STMTSTATUS_REPREPARE, 0)
        if let columns, columns.preparation == preparation { return columns.names }
        let names = ColumnNames(
            (0..<sqlite3_column_count(handle)).map { index in
                sqlite3_column_name(handle, index).map { String(cString: $0) } ?? ""
            })
        columns = (names, preparation)
        return names
    }

    private func bind(_ parameters: [SQL.Rendered.Parameter]) throws {
        for (index, parameter) in parameters.enumerated() {
            try database.check(bind(parameter.value, at: Int32(clamping: index + 1)), "bind a value to", text)
        }
    }

    private func bind(_ value: DatabaseValue, at index: Int32) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(handle, index)
        case .integer(let integer): return sqlite3_bind_int64(handle, index, integer)
        case .real(let real): return sqlite3_bind_double(handle, index, real)
        case .boolean(let boolean): return sqlite3_bind_int64(handle, index, boolean ? 1 : 0)
        case .text(var text):
            return text.withUTF8 { utf8 in
                utf8.withMemoryRebound(to: CChar.self) {
                    lathe_bind_text(handle, index, $0.baseAddress ?? Self.empty, UInt64($0.count))
                }
            }
        case .bytes(let bytes):
            return bytes.withUnsafeBytes {
                lathe_bind_blob(handle, index, $0.baseAddress ?? UnsafeRawPointer(Self.empty), UInt64($0.count))
            }
        }
    }

    /// A null pointer would bind null. Never freed, never written.
    nonisolated(unsafe) private static let empty: UnsafePointer<CChar> = {
        let byte = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
        byte.initialize(to: 0)
        return UnsafePointer(byte)
    }()

    private func row() throws -> [DatabaseValue] {
        try (0..<sqlite3_data_count(handle)).map(value)
    }

    private func value(at index: Int32) throws -> DatabaseValue {
        switch sqlite3_column_type(handle, index) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, index))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(handle, index))
        case SQLITE_TEXT:
            let bytes = UnsafeBufferPointer(
                start: sqlite3_column_text(handle, index), count: Int(sqlite3_column_bytes(handle, index)))
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw DatabaseError(.corrupt, "read", SQL.quoted(text), because: "its text is not UTF-8")
            }
            return .text(text)
        case SQLITE_BLOB:
            let start = sqlite3_column_blob(handle, index)
            return .bytes(Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index)))))
        default: return .null
        }
    }
}
