/// One transaction: begun together with its first statement, in one round trip.
final class PostgreSQLTransaction: Session {
    private let connection: PostgreSQLConnection
    private let access: Access
    private var isBegun = false
    private var statementTimeout: Duration
    private var upcoming: [PostgreSQLCommand] = []

    /// How much longer than the server's own limit an answer may take.
    private static let grace: Duration = .seconds(5)

    init(_ access: Access, on connection: PostgreSQLConnection) {
        self.access = access
        self.connection = connection
        statementTimeout = connection.options.statementTimeout
    }

    func run(_ statement: SQL.Rendered) throws -> Answer {
        try run(connection.commands(for: statement)).last ?? Answer()
    }

    func allowForMigration() throws {
        statementTimeout = connection.options.migrationTimeout
        upcoming.append(connection.migrationLimits)
    }

    func copy(to path: String) throws {
        throw DatabaseError(
            .invalid, "copy", "a database of PostgreSQL to a file", because: "the server's own programs do that",
            remedy: "Use pg_dump.")
    }

    private func run(_ commands: [PostgreSQLCommand]) throws -> [Answer] {
        let all = opening + upcoming + commands
        isBegun = true
        upcoming = []
        let answers = try connection.handle.run(all, within: statementTimeout + Self.grace)
        connection.remember(commands)
        return answers
    }

    private var opening: [PostgreSQLCommand] {
        guard !isBegun else { return [] }
        let begin = PostgreSQLCommand(
            access == .read
                ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
        return connection.isPooled ? [begin, connection.limits(isLocal: true)] : [begin]
    }

    /// Commits, and notifies with the same round trip.
    ///
    /// - Throws: `DatabaseError`, with `outcomeUnknown` where no answer came.
    func commit(notifying channels: [String]) throws {
        guard isBegun || !channels.isEmpty else { return }
        let notices = channels.map { channel in
            var notice = PostgreSQLCommand("SELECT pg_notify($1, '')").statement
            notice.parameters = [SQL.Rendered.Parameter(value: .text(channel), type: .text)]
            return PostgreSQLCommand(notice)
        }
        do {
            let answers = try run(notices + [PostgreSQLCommand("COMMIT")])
            guard answers.last?.tag == "COMMIT" else {
                throw DatabaseError(.failed, "commit", "a transaction", because: "the server had ended it already")
            }
        } catch var error as DatabaseError where connection.handle.isLost {
            error = DatabaseError(.unavailable, "commit", "a transaction", because: error.cause)
            error.outcomeUnknown = true
            throw error
        }
    }

    /// Ends the transaction without effect.
    ///
    /// - Throws: when the connection must not be used any more.
    func rollBack() throws {
        guard isBegun, !connection.handle.isLost else { return }
        _ = try connection.handle.run([PostgreSQLCommand("ROLLBACK")], within: Self.grace)
    }
}
