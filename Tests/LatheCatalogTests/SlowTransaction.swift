import Foundation
import LatheCatalog
import LatheDatabase

/// A transaction that has done its work and is not committed yet. It holds a connection's own thread, not one of the
/// cooperative pool.
struct SlowTransaction<Value: Sendable>: Sendable {
    private let task: Task<Value, any Error>
    private let semaphore = DispatchSemaphore(value: 0)

    /// Returns when the work is done.
    init(on catalog: Catalog, _ body: @escaping @Sendable (Catalog, Connection) throws -> Value) async throws {
        let (done, input) = AsyncStream<Void>.makeStream()
        task = Task { [semaphore] in
            defer { input.finish() }
            return try await catalog.write { catalog, connection in
                let value = try body(catalog, connection)
                input.finish()
                semaphore.wait()
                return value
            }
        }
        for await _ in done {}
    }

    func commit() async throws -> Value {
        semaphore.signal()
        return try await task.value
    }
}

extension Catalog {
    /// Returns when a transaction waits for another, or after two seconds.
    func untilSomeoneWaits() async throws {
        let deadline = ContinuousClock.now + .seconds(2)
        while ContinuousClock.now < deadline {
            let waiting = try await database.read {
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
}
