internal import Foundation

/// A database: SQLite in a file, or PostgreSQL.
///
/// Connections are opened when they are needed, each on a thread of its own, and kept. Nothing is read or written
/// outside a transaction.
public final class Database: Sendable {
    /// In whose words statements are written.
    public let dialect: Dialect
    private let options: DatabaseOptions
    /// With PostgreSQL the same queue.
    private let readers: CallQueue
    private let writers: CallQueue
    private let channels: Channels
    private let listener: PostgreSQLListener?

    /// Opens nothing yet: a database that is not there is reported by the first call.
    ///
    /// - Throws: `DatabaseError` with code `invalid`.
    public init(_ url: DatabaseURL, options: DatabaseOptions = DatabaseOptions()) throws {
        self.options = options
        dialect = url.dialect
        let channels = Channels()
        self.channels = channels
        switch url.place {
        case .sqlite(let path):
            readers = CallQueue(
                "\(url) (reading)", threads: options.connections, length: options.waitingCalls
            ) { SQLiteReader(path, options) }
            listener = nil
            writers = CallQueue("\(url) (writing)", threads: 1, length: options.waitingCalls, batchSize: 256) {
                SQLiteWriter(path, options, announce: channels.announce)
            }
        case .postgreSQL(let address):
            readers = CallQueue("\(url)", threads: options.connections, length: options.waitingCalls) {
                PostgreSQLClient(address, options, announce: channels.announce)
            }
            writers = readers
            listener = try PostgreSQLListener(address, options, announce: channels.announce)
        }
    }

    deinit {
        readers.startClosing()
        writers.startClosing()
        channels.close()
        listener?.close()
    }

    /// Runs `body` on a connection's own thread, in a read-only transaction: what it reads is one consistent snapshot.
    ///
    /// - Throws: what `body` throws; `DatabaseError`; `CancellationError` when the task is cancelled while the call waits.
    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        try await BodyCall(.read, deadline: .now + options.acquireTimeout, body: body).answer(from: readers)
    }

    /// Runs `body` in a transaction on a connection's own thread: committed durably when this returns, rolled back when
    /// `body` throws.
    ///
    /// `body` may run more than once (a lost serialization, a deadlock, a connection lost before the commit): it must have
    /// no other effects. In PostgreSQL it runs at READ COMMITTED: a row that decides is read `FOR UPDATE`, or changed by
    /// a statement whose `WHERE` states the decision.
    ///
    /// - Throws: as `read`. An error whose `outcomeUnknown` is true leaves open whether the transaction was committed.
    @discardableResult
    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        try await BodyCall(.write, deadline: .now + options.acquireTimeout, body: body).answer(from: writers)
    }

    /// How long the call has waited for a connection that waits the longest now; zero where none does.
    public var longestWait: Duration {
        let deadlines = [readers.firstDeadline, writers.firstDeadline].compactMap(\.self)
        return deadlines.min().map { max(.zero, options.acquireTimeout - ($0 - .now)) } ?? .zero
    }

    /// A hint that someone notified the channel: this process, or with PostgreSQL any.
    ///
    /// With PostgreSQL one comes when listening has begun. Hints that nobody waited for become one. They may be lost (a connection that broke, PgBouncer): nothing may rely on
    /// them but to look sooner.
    public func notifications(on channel: String) -> AsyncStream<Void> {
        let stream = channels.stream(of: channel)
        listener?.listen(to: channel)
        return stream
    }

    /// Refuses new calls and those that wait, lets the running ones end and closes every connection.
    public func close() async {
        channels.close()
        listener?.close()
        await readers.close()
        await writers.close()
    }
}
