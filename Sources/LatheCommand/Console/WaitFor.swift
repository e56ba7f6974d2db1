import Dispatch

/// Blocks the calling thread, which must not be one of Swift's cooperative ones, until the operation has ended.
func waitFor<Value: Sendable>(_ operation: @escaping @Sendable () async throws -> Value) throws -> Value {
    let done = DispatchSemaphore(value: 0)
    let outcome = Box<Result<Value, any Error>>()
    Task {
        do { outcome.fill(.success(try await operation())) } catch { outcome.fill(.failure(error)) }
        done.signal()
    }
    done.wait()
    // The task signals only behind its outcome; no input leads here.
    guard let outcome = outcome.value else { preconditionFailure("signalled before there was an outcome") }
    return try outcome.get()
}
