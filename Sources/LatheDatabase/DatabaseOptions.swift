/// What bounds a database's use of time and connections.
public struct DatabaseOptions: Sendable {
    /// The most connections at a time; with SQLite: of readers, the one writer not counted.
    public var connections = 8
    /// How long a call waits for a connection, or for the file's other writers, before it fails with `busy`; and for the
    /// server to come back before it fails with `unavailable`.
    public var acquireTimeout: Duration = .seconds(10)
    /// How many calls may wait; one more fails with `busy` at once.
    public var waitingCalls = 10_000
    /// How long one statement may run before it fails with `timeout`.
    public var statementTimeout: Duration = .seconds(30)
    /// How long one statement may wait for another transaction's lock. PostgreSQL only.
    public var lockTimeout: Duration = .seconds(10)
    /// How long a body may keep its transaction open between two statements. PostgreSQL only.
    public var idleInTransactionTimeout: Duration = .seconds(60)
    /// How long one statement of a migration may run or wait.
    public var migrationTimeout: Duration = .seconds(600)
    /// How often a body is run again that lost against concurrent transactions.
    public var retries = 10
    /// How many bytes SQLite's write-ahead log may have before the writer waits for readers to let it begin anew.
    public var logSize = 64 << 20
    /// Milliseconds since 1970, for tests of what depends on time. SQLite only: PostgreSQL uses its own clock.
    public var clock: (@Sendable () -> Int64)?

    /// What suits a service and its workers.
    public init() {}
}
