internal import Foundation
internal import LatheDatabase

/// Holds connections until it is opened.
final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    /// Returns when a connection is held.
    func hold(_ database: Database) async throws -> Task<Void, any Error> {
        let (started, startedInput) = AsyncStream<Void>.makeStream()
        let semaphore = semaphore
        let task = Task {
            // Also where the body is not reached.
            defer { startedInput.finish() }
            try await database.read { connection in
                _ = try connection.rows("SELECT 1")
                startedInput.finish()
                semaphore.wait()
                semaphore.signal()
            }
        }
        for await _ in started {}
        return task
    }

    func open() { semaphore.signal() }
}

extension Sequence {
    func asyncMap<Result>(_ transform: (Element) async throws -> Result) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
