internal import Testing

/// What did not happen in time.
struct Impatience: Error, CustomStringConvertible {
    let description: String
}

/// Looks again and again until something is so: of what happens in other processes nobody tells.
///
/// - Throws: `Impatience` after the time.
func eventually(
    _ what: String, within limit: Duration = .seconds(60), _ isSo: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    while try await !isSo() {
        guard ContinuousClock.now < end else { throw Impatience(description: "not within \(limit): \(what)") }
        try await Task.sleep(for: .milliseconds(10))
    }
}
