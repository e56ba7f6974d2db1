/// A connection to PostgreSQL with what it remembers between transactions.
final class PostgreSQLConnection {
    let handle: PostgreSQLHandle
    let options: DatabaseOptions
    /// Nothing may be left behind in the session: the next transaction may be on another one.
    let isPooled: Bool
    /// The names of prepared statements.
    private var names: [Key: String] = [:]
    private var prepared = 0
    private static let nameLimit = 200

    private struct Key: Hashable {
        let text: String
        let types: [DatabaseType]
    }

    init(_ address: PostgreSQLAddress, _ options: DatabaseOptions, until deadline: ContinuousClock.Instant) throws {
        handle = try PostgreSQLHandle(address, until: deadline)
        self.options = options
        isPooled = try handle.isPooled(until: deadline)
        if !isPooled { _ = try handle.run([limits(isLocal: false)], within: deadline - .now) }
    }

    /// The server's own limits, for this transaction or for the session.
    func limits(isLocal: Bool) -> PostgreSQLCommand {
        Self.limits(
            statement: options.statementTimeout, lock: options.lockTimeout, idle: options.idleInTransactionTimeout,
            isLocal: isLocal)
    }

    var migrationLimits: PostgreSQLCommand {
        Self.limits(
            statement: options.migrationTimeout, lock: options.migrationTimeout,
            idle: options.idleInTransactionTimeout, isLocal: true)
    }

    private static func limits(
        statement: Duration, lock: Duration, idle: Duration, isLocal: Bool
    ) -> PostgreSQLCommand {
        let settings = [
            ("statement_timeout", statement), ("lock_timeout", lock), ("idle_in_transaction_session_timeout", idle),
        ]
        let calls = settings.map { "set_config('\($0)', '\($1.milliseconds)', \(isLocal))" }
        return PostgreSQLCommand("SELECT " + calls.joined(separator: ", "))
    }

    /// The messages that run a statement: planned once for each connection, unless a pooler is in between.
    func commands(for statement: SQL.Rendered) -> [PostgreSQLCommand] {
        if isPooled { return [PostgreSQLCommand(statement)] }
        let key = Key(text: statement.text, types: statement.parameters.map(\.type))
        if let name = names[key] { return [PostgreSQLCommand(statement, .execute(name: name))] }
        guard names.count < Self.nameLimit else { return [PostgreSQLCommand(statement)] }
        // A name is never used twice: whether a failed one was prepared is not known.
        prepared += 1
        let name = "lathe_\(prepared)"
        return [PostgreSQLCommand(statement, .prepare(name: name)), PostgreSQLCommand(statement, .execute(name: name))]
    }

    /// Whether it has plans from before, which tables that changed make stale.
    var hasPlans: Bool { !names.isEmpty }

    func remember(_ commands: [PostgreSQLCommand]) {
        for command in commands {
            guard case .prepare(let name) = command.kind else { continue }
            names[Key(text: command.text, types: command.statement.parameters.map(\.type))] = name
        }
    }
}
