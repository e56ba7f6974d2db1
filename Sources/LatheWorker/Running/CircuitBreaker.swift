/// Lets a worker rest while what its jobs depend on is away, instead of postponing one job after the other.
///
/// Decisions only. After each postponed job the rest is longer; then a single job tries whether things are well again.
struct CircuitBreaker {
    /// Milliseconds.
    private static let (shortestRest, longestRest): (Int64, Int64) = (500, 30_000)

    private var postponed = 0
    private var restsUntil: Int64 = 0

    /// How many jobs may be claimed.
    /// - Parameters:
    ///   - time: milliseconds, by the same clock as in `record`.
    ///   - free: slots without a job.
    ///   - running: slots with one.
    func allowance(at time: Int64, free: Int, running: Int) -> Int {
        guard postponed > 0 else { return free }
        return time >= restsUntil && running == 0 ? min(1, free) : 0
    }

    mutating func record(postponed isPostponed: Bool, at time: Int64) {
        postponed = isPostponed ? postponed + 1 : 0
        let doublings = min(max(0, postponed - 1), 10)
        restsUntil = time + min(Self.longestRest, Self.shortestRest << doublings)
    }
}
