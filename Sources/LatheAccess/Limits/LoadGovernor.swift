/// Decides how much of its work a service can do, from how long work has to wait. A value without a clock: it is told a
/// wait at regular times.
///
/// Waits are smoothed, and between calm and busy nothing changes: a single slow moment does little, and the factor does
/// not swing. It falls fast, and rises slowly.
public struct LoadGovernor: Sendable, Equatable {
    /// Waits. Seconds.
    private static let (calm, busy) = (0.1, 0.3)
    /// No wait counts for more: a machine that slept was not loaded. Seconds.
    private static let longest = 1.0
    /// Of the newest wait, in the smoothed one.
    private static let weight = 0.4
    private static let least = 0.05

    /// 0.05 to 1; for `RateLimiter.setLoad`.
    public private(set) var factor = 1.0
    /// Seconds.
    private var wait = 0.0

    /// Of a service without load.
    public init() {}

    /// Takes the next wait, about four of which come in a second.
    /// - Returns: the factor from now on.
    @discardableResult
    public mutating func observe(_ wait: Duration) -> Double {
        let seconds = min(max(wait / .seconds(1), 0), Self.longest)
        self.wait += (seconds - self.wait) * Self.weight
        if self.wait > Self.busy {
            factor = max(Self.least, factor * 0.7)
        } else if self.wait < Self.calm {
            factor = min(1, factor + 0.05)
        }
        return factor
    }
}
