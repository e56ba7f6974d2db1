internal import CPostgreSQL

/// One result that libpq handed out.
final class PostgreSQLResult {
    private let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }

    deinit { PQclear(pointer) }

    /// Nil when the command was done.
    var failure: PostgreSQLFailure? {
        switch PQresultStatus(pointer) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_PIPELINE_SYNC: nil
        case PGRES_EMPTY_QUERY: PostgreSQLFailure(state: "42601", message: "there is no statement in it")
        case PGRES_PIPELINE_ABORTED: PostgreSQLFailure(state: "25P02", message: "a statement before it failed")
        default:
            PostgreSQLFailure(
                state: field(LATHE_PG_DIAG_SQLSTATE) ?? "08006",
                message: field(LATHE_PG_DIAG_MESSAGE_PRIMARY) ?? String(cString: PQresultErrorMessage(pointer)),
                constraint: field(LATHE_PG_DIAG_CONSTRAINT_NAME), table: field(LATHE_PG_DIAG_TABLE_NAME),
                column: field(LATHE_PG_DIAG_COLUMN_NAME))
        }
    }

    private func field(_ code: Int32) -> String? {
        PQresultErrorField(pointer, code).map { String(cString: $0) }
    }

    /// `COMMIT`, `INSERT 0 1`.
    private var tag: String { String(cString: PQcmdStatus(pointer)) }

    func answer() throws -> Answer {
        let width = PQnfields(pointer)
        let columns = ColumnNames((0..<width).map { PQfname(pointer, $0).map { String(cString: $0) } ?? "" })
        let types = (0..<width).map { PQftype(pointer, $0) }
        let rows = try (0..<PQntuples(pointer)).map { row in
            Row(columns: columns, values: try (0..<width).map { try value(row, $0, types[Int($0)]) })
        }
        return Answer(rows: rows, changes: changes, tag: tag)
    }

    private var changes: Int {
        let changing = ["INSERT", "UPDATE", "DELETE", "MERGE"].contains { tag.hasPrefix($0) }
        return changing ? Int(String(cString: PQcmdTuples(pointer))) ?? 0 : 0
    }

    private func value(_ row: Int32, _ column: Int32, _ type: Oid) throws -> DatabaseValue {
        guard PQgetisnull(pointer, row, column) == 0, let start = PQgetvalue(pointer, row, column) else { return .null }
        // `pg_type`: int8, int2, int4, oid; float4, float8; numeric; bool; bytea.
        switch type {
        case 20, 21, 23, 26: return try parsed(String(cString: start)) { Int64($0).map(DatabaseValue.integer) }
        case 700, 701: return try parsed(String(cString: start)) { Double($0).map(DatabaseValue.real) }
        case 1700:
            return try parsed(String(cString: start)) {
                Int64($0).map(DatabaseValue.integer) ?? Double($0).map(DatabaseValue.real)
            }
        case 16: return .boolean(start.pointee == CChar(UInt8(ascii: "t")))
        case 17: return .bytes(try bytes(start))
        default: return .text(String(cString: start))
        }
    }

    private func parsed(_ text: String, _ parse: (String) -> DatabaseValue?) throws -> DatabaseValue {
        guard let value = parse(text) else {
            throw DatabaseError(.failed, "read", "a number", because: "the server sent what is none")
        }
        return value
    }

    private func bytes(_ start: UnsafeMutablePointer<CChar>) throws -> [UInt8] {
        var count = 0
        let unescaped = start.withMemoryRebound(to: UInt8.self, capacity: 1) { PQunescapeBytea($0, &count) }
        guard let unescaped else {
            throw DatabaseError(.failed, "read", "bytes", because: "there is no memory left")
        }
        defer { PQfreemem(unescaped) }
        return Array(UnsafeBufferPointer(start: unescaped, count: count))
    }
}
