internal import Foundation
internal import Synchronization

/// Threads for work that blocks, so that Swift's cooperative threads never do.
///
/// At most `limit` of them; each ends by itself when there has been nothing to do for a while.
final class BlockingThreads: Sendable {
    private static let idleSeconds = 5

    private struct State {
        var queue: [any Runnable] = []
        var threadCount = 0
        var idleCount = 0
    }

    private let limit: Int
    private let state = Mutex(State())
    private let arrival = DispatchSemaphore(value: 0)

    init(limit: Int) { self.limit = limit }

    /// Runs work on one of the threads. Once the task is cancelled, the work does not begin, or is told.
    func run<Value: Sendable>(
        _ work: @escaping @Sendable (_ cancellation: Cancellation) throws -> Value
    ) async throws -> Value {
        let job = BlockingJob(work)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if job.wait(continuation) { submit(job) }
            }
        } onCancel: {
            job.cancel()
        }
    }

    private func submit(_ job: any Runnable) {
        let needsThread = state.withLock { state in
            state.queue.append(job)
            guard state.queue.count > state.idleCount, state.threadCount < limit else { return false }
            state.threadCount += 1
            return true
        }
        arrival.signal()
        if needsThread { Thread { [self] in work() }.start() }
    }

    private func work() {
        while let job = next() { job.run() }
    }

    private func next() -> (any Runnable)? {
        state.withLock { $0.idleCount += 1 }
        _ = arrival.wait(timeout: .now() + .seconds(Self.idleSeconds))
        return state.withLock { state in
            state.idleCount -= 1
            // After a timeout too: a job that came in at the last moment may have counted on this thread.
            if !state.queue.isEmpty { return state.queue.removeFirst() }
            state.threadCount -= 1
            return nil
        }
    }
}
