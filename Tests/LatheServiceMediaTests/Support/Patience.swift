/// Asks again and again until there is an answer; nil after half a minute.
func eventually<Value>(_ ask: () async throws -> Value?) async throws -> Value? {
    let end = ContinuousClock.now + .seconds(30)
    while ContinuousClock.now < end {
        if let value = try await ask() { return value }
        try await Task.sleep(for: .milliseconds(20))
    }
    return nil
}
