/// What a server said about a statement that failed, and what it means.
struct PostgreSQLFailure {
    /// SQLSTATE: PostgreSQL's manual, appendix A.
    let state: String
    let message: String
    var constraint: String?
    var table: String?
    var column: String?

    func error(_ statement: String, scrubbedBy address: PostgreSQLAddress) -> DatabaseError {
        var error = DatabaseError(
            Self.code(of: state), "run", SQL.quoted(statement), because: "\(address.scrubbed(message)) (\(state))")
        error.state = state
        if error.code == .constraint {
            error.constraintKind = constraintKind
            error.constraint = constraint ?? [table, column].compactMap { $0 }.joined(separator: ".")
        }
        return error
    }

    static func code(of state: String) -> DatabaseError.Code {
        switch state {
        case "57014", "55P03", "25P03": .timeout
        case "40001", "40P01": .serialization
        case "53100": .full
        case "42501", "25006", "3D000": .denied
        case "XX001", "XX002": .corrupt
        default: codeOfClass(state.prefix(2))
        }
    }

    private static func codeOfClass(_ class: Substring) -> DatabaseError.Code {
        switch `class` {
        // 53: too many connections; 57: the server stops or starts.
        case "08", "53", "57": .unavailable
        case "23": .constraint
        case "28": .denied
        case "0A", "21", "22", "25", "26", "2B", "2D", "34", "42", "44": .invalid
        default: .failed
        }
    }

    private var constraintKind: DatabaseError.ConstraintKind {
        switch state {
        case "23502": .notNull
        case "23503": .foreignKey
        case "23505": .unique
        case "23514": .check
        default: .other
        }
    }
}
