internal import Synchronization

/// Work whose result somebody else knows the type of.
protocol Runnable: Sendable {
    func run()
}

/// One piece of work: its caller hears of the end exactly once, whoever of thread and cancellation is first.
final class BlockingJob<Value: Sendable>: Runnable {
    private enum State {
        case new
        case waiting(CheckedContinuation<Value, any Error>)
        case running
        case cancelled
    }

    private let work: @Sendable (Cancellation) throws -> Value
    private let cancellation = Cancellation()
    private let state = Mutex(State.new)

    init(_ work: @escaping @Sendable (Cancellation) throws -> Value) { self.work = work }

    /// - Returns: whether the job is to be run; not if it was cancelled before.
    func wait(_ continuation: CheckedContinuation<Value, any Error>) -> Bool {
        let isWaiting = state.withLock { state in
            guard case .new = state else { return false }
            state = .waiting(continuation)
            return true
        }
        if !isWaiting { continuation.resume(throwing: CancellationError()) }
        return isWaiting
    }

    func run() {
        let caller: CheckedContinuation<Value, any Error>? = state.withLock { state in
            guard case .waiting(let continuation) = state else { return nil }
            state = .running
            return continuation
        }
        caller?.resume(with: Result { try work(cancellation) })
    }

    func cancel() {
        cancellation.request()
        let caller: CheckedContinuation<Value, any Error>? = state.withLock { state in
            switch state {
            case .waiting(let continuation):
                state = .cancelled
                return continuation
            case .new:
                state = .cancelled
                return nil
            case .running, .cancelled: return nil
            }
        }
        caller?.resume(throwing: CancellationError())
    }
}
