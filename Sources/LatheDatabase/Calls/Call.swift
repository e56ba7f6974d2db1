internal import Synchronization

/// A body that waits for a connection, then for its transaction to be committed, and whose caller waits for it.
protocol Call: AnyObject, Sendable {
    var access: Access { get }
    /// When it must have a connection.
    var deadline: ContinuousClock.Instant { get }
    /// Runs the body, perhaps not for the first time, and keeps what it returns.
    func run(on connection: Connection) throws
    /// Answers the caller: with what the last run returned, or with an error. Later answers are ignored.
    func finish(throwing error: (any Error)?)
}

enum Access: Sendable {
    case read, write
}

extension Call {
    var isExpired: Bool { ContinuousClock.now >= deadline }
}

final class BodyCall<Value: Sendable>: Call {
    private struct State {
        var continuation: CheckedContinuation<Value, any Error>?
        var value: Value?
        var isCancelled = false
    }

    let access: Access
    let deadline: ContinuousClock.Instant
    private let body: @Sendable (Connection) throws -> Value
    private let state = Mutex(State())

    init(_ access: Access, deadline: ContinuousClock.Instant, body: @escaping @Sendable (Connection) throws -> Value) {
        self.access = access
        self.deadline = deadline
        self.body = body
    }

    func run(on connection: Connection) throws {
        let value = try body(connection)
        state.withLock { $0.value = value }
    }

    func finish(throwing error: (any Error)?) {
        let (continuation, value) = state.withLock { state in
            defer { state.continuation = nil }
            return (state.continuation, state.value)
        }
        guard let continuation else { return }
        if let error {
            continuation.resume(throwing: error)
        } else if let value {
            continuation.resume(returning: value)
        } else {
            continuation.resume(
                throwing: DatabaseError(.failed, "run", "a transaction", because: "it ended without running"))
        }
    }

    /// Waits for the answer. A call that is cancelled while it waits for a connection fails at once; one that runs
    /// already is brought to its end, lest the caller not know what became of it.
    func answer(from queue: CallQueue) async throws -> Value {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isCancelled = state.withLock { state in
                    state.continuation = continuation
                    return state.isCancelled
                }
                guard !isCancelled else { return finish(throwing: CancellationError()) }
                queue.submit(self)
                // Cancelled in between, when there was nothing to withdraw yet.
                if state.withLock(\.isCancelled) { queue.withdraw(self) }
            }
        } onCancel: {
            state.withLock { $0.isCancelled = true }
            queue.withdraw(self)
        }
    }
}
