/// What did not happen in time.
public struct Impatience: Error, CustomStringConvertible {
    public let description: String

    public init(description: String) { self.description = description }
}

/// Looks again and again until something is so: of what happens in other processes nobody tells.
///
/// - Throws: `Impatience` after the time.
public func eventually(
    _ what: @autoclosure () -> String, within limit: Duration = .seconds(60), _ isSo: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    while try await !isSo() {
        guard ContinuousClock.now < end else { throw Impatience(description: "not within \(limit): \(what())") }
        try await Task.sleep(for: .milliseconds(20))
    }
}
