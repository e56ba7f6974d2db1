internal import Foundation
public import LatheDatabase

/// A transaction that has done its work and is not committed yet. It holds a connection's own thread, not one of the
/// cooperative pool.
public struct SlowTransaction<Value: Sendable>: Sendable {
    private let task: Task<Value, any Error>
    private let semaphore = DispatchSemaphore(value: 0)

    /// Returns when the work is done.
    /// - Parameter isReading: with SQLite it does not hold up those who write.
    public init(
        in database: Database, isReading: Bool = false, _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws {
        let (done, input) = AsyncStream<Void>.makeStream()
        task = Task { [semaphore] in
            defer { input.finish() }
            let slowly: @Sendable (Connection) throws -> Value = { connection in
                let value = try body(connection)
                input.finish()
                semaphore.wait()
                return value
            }
            return isReading ? try await database.read(slowly) : try await database.write(slowly)
        }
        for await _ in done {}
    }

    @discardableResult
    public func commit() async throws -> Value {
        semaphore.signal()
        return try await task.value
    }
}

extension Database {
    /// Returns when a transaction waits for another, or after two seconds. With SQLite writers queue up: at once.
    public func untilSomeoneWaits() async throws {
        guard dialect == .postgreSQL else { return }
        let deadline = ContinuousClock.now + .seconds(2)
        while ContinuousClock.now < deadline {
            let waiting = try await read {
                try $0.first(
                    """
                    SELECT pid FROM pg_locks WHERE NOT granted AND pid IN (
                        SELECT pid FROM pg_stat_activity WHERE datname = current_database())
                    """)
            }
            if waiting != nil { return }
            await Task.yield()
        }
    }

    /// Returns when a call waits for one of its connections, or after two seconds.
    public func untilCallWaits() async {
        let deadline = ContinuousClock.now + .seconds(2)
        while longestWait == .zero, ContinuousClock.now < deadline { await Task.yield() }
    }
}
