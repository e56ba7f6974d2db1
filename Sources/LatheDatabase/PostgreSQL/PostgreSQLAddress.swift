internal import CPostgreSQL

/// A PostgreSQL server, database and user as libpq's connection options. Holds the password: never shown as a whole.
struct PostgreSQLAddress: Sendable, CustomStringConvertible {
    private(set) var options: [String: String] = [:]

    init(_ uri: String) throws {
        var message: UnsafeMutablePointer<CChar>?
        defer { PQfreemem(message) }
        // libpq's message quotes what may be the password.
        guard let parsed = PQconninfoParse(uri, &message) else {
            throw DatabaseURL.invalid("libpq cannot parse it; a password's special characters need percent encoding")
        }
        defer { PQconninfoFree(parsed) }
        var option = parsed
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { options[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        try refuseStrayPassword()
    }

    /// An unencoded `@`, `/` or `?` moves a part of the password into the other fields, which messages quote.
    private func refuseStrayPassword() throws {
        let isStray = ["host", "dbname"].contains { options[$0]?.contains("@") == true }
        guard !isStray, options["port"]?.contains(where: { !"0123456789,".contains($0) }) != true else {
            throw DatabaseURL.invalid("the characters @ : / ? # % in a user or a password need percent encoding")
        }
    }

    /// What the address does not say itself. Nothing that PgBouncer refuses: limits of time are set by statements.
    private static let defaults = [
        "application_name": "lathe", "client_encoding": "UTF8",
        "keepalives": "1", "keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3",
        "tcp_user_timeout": "15000",
    ]

    var connectionOptions: [String: String] { Self.defaults.merging(options) { $1 } }

    /// The options as the variables that every program of libpq reads. Those without a variable tune a connection, and
    /// are left out.
    var environment: [String: String] {
        guard let known = PQconndefaults() else { return [:] }
        defer { PQconninfoFree(known) }
        var environment: [String: String] = [:]
        var option = known
        while let keyword = option.pointee.keyword {
            if let variable = option.pointee.envvar, let value = options[String(cString: keyword)] {
                environment[String(cString: variable)] = value
            }
            option += 1
        }
        return environment
    }

    var description: String {
        let user = options["user"].map { $0 + (options["password"] == nil ? "" : ":***") + "@" } ?? ""
        return "postgres://\(user)\(hosts)/\(options["dbname"] ?? "")"
    }

    /// `one:5432,other:5433`: libpq keeps hosts and ports apart.
    private var hosts: String {
        let hosts = (options["host"] ?? "").split(separator: ",", omittingEmptySubsequences: false)
        let ports = (options["port"] ?? "").split(separator: ",", omittingEmptySubsequences: false)
        return hosts.enumerated().map { index, host in
            let port = ports.count == 1 ? ports[0] : index < ports.count ? ports[index] : ""
            return port.isEmpty ? "\(host)" : "\(host):\(port)"
        }.joined(separator: ",")
    }

    /// Replaces the passwords wherever a message quotes them.
    func scrubbed(_ message: String) -> String {
        let secrets = ["password", "sslpassword"].compactMap { options[$0] }.filter { !$0.isEmpty }
        return secrets.reduce(message) { $0.replacing($1, with: "***") }
    }
}
