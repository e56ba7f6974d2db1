/// Asks again and again until there is an answer; nil after a minute and a half.
func eventually<Value>(_ ask: () async throws -> Value?) async throws -> Value? {
    let end = ContinuousClock.now + .seconds(90)
    while ContinuousClock.now < end {
        if let value = try await ask() { return value }
        try await Task.sleep(for: .milliseconds(20))
    }
    return nil
}
