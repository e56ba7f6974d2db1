import Foundation

/// Holds a connection's own thread, not one of the cooperative pool.
struct SlowTransaction: Sendable {
    let started: AsyncStream<Void>
    private let input: AsyncStream<Void>.Continuation
    private let semaphore = DispatchSemaphore(value: 0)

    init() { (started, input) = AsyncStream<Void>.makeStream() }

    func hold() {
        input.finish()
        semaphore.wait()
    }

    func release() { semaphore.signal() }
}
