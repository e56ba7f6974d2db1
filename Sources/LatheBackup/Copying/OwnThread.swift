internal import Foundation

/// Runs what blocks on a thread of its own, where it does not block others.
func onOwnThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread { continuation.resume(with: Result { try body() }) }.start()
    }
}

/// Runs a body for each item, a few at a time.
///
/// - Returns: what it returned, in the order of the items.
/// - Throws: its first error; the others are cancelled then.
func concurrently<Item: Sendable, Value: Sendable>(
    _ items: [Item], window: Int = 4, _ body: @escaping @Sendable (Item) async throws -> Value
) async throws -> [Value] {
    var values = [Value?](repeating: nil, count: items.count)
    try await withThrowingTaskGroup(of: (Int, Value).self) { group in
        for (index, item) in items.enumerated() {
            if index >= window, let (done, value) = try await group.next() { values[done] = value }
            group.addTask { (index, try await body(item)) }
        }
        while let (done, value) = try await group.next() { values[done] = value }
    }
    return values.compactMap(\.self)
}
