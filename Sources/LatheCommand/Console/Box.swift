import Synchronization

/// A value that two threads share; empty at first, and filled once.
final class Box<Value: Sendable>: Sendable {
    private let state = Mutex<Value?>(nil)

    var value: Value? { state.withLock { $0 } }

    /// False, and nothing changed, when it has a value already.
    @discardableResult
    func fill(_ value: Value) -> Bool {
        state.withLock { state in
            guard state == nil else { return false }
            state = value
            return true
        }
    }
}
