public import LatheDatabase

/// A durable queue of jobs in a database, for any number of processes.
///
/// What it promises: an accepted job runs at least once, and its result becomes visible exactly once. A claim hands out
/// a lease with a token that rises; whatever is said about the job later counts only under that token, in the same
/// transaction as the rows it publishes. Times are the database's; the clocks of workers do not matter.
public struct JobQueue: Sendable {
    public let database: Database
    public let settings: QueueSettings
    let whenFailed: @Sendable (Job, Connection) throws -> Void

    /// - Parameters:
    ///   - database: migrated with `JobQueue.migrations`.
    ///   - whenFailed: called for each job that has come to nothing, dead or cancelled, in the transaction that ends it.
    ///     Any process may be the one that does: all of an installation should say the same. What it throws undoes the
    ///     end, and the job is ended again later.
    public init(
        database: Database, settings: QueueSettings = QueueSettings(),
        whenFailed: @escaping @Sendable (Job, Connection) throws -> Void = { _, _ in }
    ) {
        self.database = database
        self.settings = settings
        self.whenFailed = whenFailed
    }

    /// Where it is told that a queue may have work; a hint only.
    public static let channel = "lathe_jobs"

    /// A hint, perhaps lost, that there may be work.
    public var arrivals: AsyncStream<Void> { database.notifications(on: Self.channel) }
}
