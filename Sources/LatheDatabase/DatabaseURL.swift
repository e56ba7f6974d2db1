internal import Foundation

/// Where a database is: `sqlite:///absolute/path`, `sqlite:relative/path`, a plain path, or
/// `postgres://user:password@host:port/name?…`, as libpq understands it.
public struct DatabaseURL: Sendable {
    enum Place: Sendable {
        case sqlite(path: String)
        case postgreSQL(PostgreSQLAddress)
    }

    let place: Place

    /// - Throws: `DatabaseError` with code `invalid`. It quotes nothing that may be a password.
    public init(_ text: String) throws {
        if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
            place = .postgreSQL(try PostgreSQLAddress(text))
        } else {
            place = .sqlite(path: try Self.path(in: text))
        }
    }

    /// A SQLite database in a file, whatever characters its path has.
    /// - Throws: `DatabaseError` with code `invalid` for a path that no file can have.
    public init(file path: String) throws { place = .sqlite(path: try Self.checked(path)) }

    /// The path of SQLite's file; nil with PostgreSQL.
    public var file: String? {
        guard case .sqlite(let path) = place else { return nil }
        return path
    }

    /// Which SQL is spoken there.
    public var dialect: Dialect {
        switch place {
        case .sqlite: .sqlite
        case .postgreSQL: .postgreSQL
        }
    }

    /// What the server's own programs (`pg_dump`) have to find in their environment to reach the database: with a
    /// password, if there is one. Nil with SQLite.
    public var clientEnvironment: [String: String]? {
        guard case .postgreSQL(let address) = place else { return nil }
        return address.environment
    }

    /// Takes the password out of what such a program says.
    public func scrubbed(_ message: String) -> String {
        guard case .postgreSQL(let address) = place else { return message }
        return address.scrubbed(message)
    }

    private static func path(in text: String) throws -> String {
        guard let scheme = text.range(of: "^[A-Za-z][A-Za-z0-9+.-]*:", options: .regularExpression) else {
            return try checked(text)
        }
        guard text[scheme].lowercased() == "sqlite:" else {
            throw invalid("Lathe knows sqlite: and postgres: only")
        }
        var path = text[scheme.upperBound...]
        if path.hasPrefix("//") {
            path = path.dropFirst(2)
            guard path.hasPrefix("/") else { throw invalid("sqlite:// is followed by an absolute path") }
        }
        guard let decoded = path.removingPercentEncoding else { throw invalid("its percent encoding is broken") }
        return try checked(decoded)
    }

    private static func checked(_ path: String) throws -> String {
        guard !path.isEmpty, path != ":memory:", !path.utf8.contains(0) else {
            throw invalid("a database needs a file")
        }
        return path
    }

    static func invalid(_ cause: String) -> DatabaseError {
        DatabaseError(
            .invalid, "use", "the database URL", because: cause,
            remedy: "Write sqlite:///absolute/path or postgres://user:password@host:port/name.")
    }
}

extension DatabaseURL: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Without the password.
    public var description: String {
        switch place {
        case .sqlite(let path): path.hasPrefix("/") ? "sqlite://\(path)" : "sqlite:\(path)"
        case .postgreSQL(let address): address.description
        }
    }

    /// The same: without the password.
    public var debugDescription: String { description }

    /// Nothing inside is shown, lest `dump` print the password.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
