internal import CPostgreSQL

/// One message of a pipeline.
struct PostgreSQLCommand {
    enum Kind {
        /// Parsed and planned each time: what works through any pooler.
        case unnamed
        case prepare(name: String)
        case execute(name: String)
    }

    let statement: SQL.Rendered
    let kind: Kind

    init(_ statement: SQL.Rendered, _ kind: Kind = .unnamed) {
        self.statement = statement
        self.kind = kind
    }

    init(_ text: String) { self.init(SQL.Rendered(text: text)) }

    var text: String { statement.text }

    /// The protocol counts parameters in 16 bits.
    func checkSize() throws {
        guard statement.parameters.count > 65_535 else { return }
        throw DatabaseError(.invalid, "run", SQL.quoted(text), because: "it has more than 65535 values")
    }

    /// False when libpq did not take it.
    func send(on connection: OpaquePointer) -> Bool {
        let count = Int32(clamping: statement.parameters.count)
        let types = statement.parameters.map { $0.type.objectIdentifier }
        if case .prepare(let name) = kind { return PQsendPrepare(connection, name, text, count, types) == 1 }
        return withParameters { values, lengths, formats in
            switch kind {
            case .execute(let name):
                PQsendQueryPrepared(connection, name, count, values, lengths, formats, 0) == 1
            case .unnamed, .prepare:
                PQsendQueryParams(connection, text, count, types, values, lengths, formats, 0) == 1
            }
        }
    }

    /// Text for all types but bytes, which go as they are.
    private func withParameters<Result>(
        _ body: ([UnsafePointer<CChar>?], [Int32], [Int32]) -> Result
    ) -> Result {
        let encoded = statement.parameters.map { $0.value.encoded }
        // One buffer for all: its parts stay in place while libpq copies them.
        let bytes = encoded.flatMap { $0 ?? [] }
        return bytes.withUnsafeBytes { buffer in
            var offset = 0
            let values: [UnsafePointer<CChar>?] = encoded.map { value in
                guard let value else { return nil }
                defer { offset += value.count }
                return buffer.baseAddress?.assumingMemoryBound(to: CChar.self).advanced(by: offset)
            }
            let lengths = encoded.map { Int32(clamping: max(0, ($0?.count ?? 0) - 1)) }
            return body(values, lengths, statement.parameters.map { $0.type == .bytes ? 1 : 0 })
        }
    }
}

extension DatabaseValue {
    /// As PostgreSQL reads it, and a zero behind it; nil for null.
    fileprivate var encoded: [UInt8]? {
        switch self {
        case .null: nil
        case .integer(let integer): Array("\(integer)".utf8) + [0]
        // The shortest text that gives the same number again.
        case .real(let real): Array("\(real)".utf8) + [0]
        case .boolean(let boolean): Array((boolean ? "t" : "f").utf8) + [0]
        case .text(let text): Array(text.utf8) + [0]
        case .bytes(let bytes): bytes + [0]
        }
    }
}

extension DatabaseType {
    /// The number of the type in `pg_type`, which is the same in every server.
    fileprivate var objectIdentifier: Oid {
        switch self {
        case .integer: 20
        case .real: 701
        case .boolean: 16
        case .text: 25
        case .bytes: 17
        }
    }
}
