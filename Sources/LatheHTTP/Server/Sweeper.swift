internal import Foundation

/// A thread that looks at every connection again and again and enforces the deadlines, of which the library knows none.
// @unchecked: `isStopped` and `hasEnded` are touched only with `condition` locked.
final class Sweeper: @unchecked Sendable {
    private let interval: Double
    private let sweep: @Sendable () -> Void
    private let condition = NSCondition()
    private var isStopped = false
    private var hasEnded = false

    /// - Parameter shortest: the shortest deadline; it is met within a tenth of it, at worst a quarter of a second late.
    init(shortest: Duration, sweep: @escaping @Sendable () -> Void) {
        let seconds = Double(shortest.components.seconds) + Double(shortest.components.attoseconds) / 1e18
        interval = min(max(seconds / 10, 0.01), 0.25)
        self.sweep = sweep
    }

    func start() {
        let thread = Thread { [self] in run() }
        thread.name = "http-sweeper"
        thread.start()
    }

    /// Ends the thread and waits for it; at most as long as a sweep takes.
    func stop() {
        condition.lock()
        isStopped = true
        condition.broadcast()
        while !hasEnded { condition.wait() }
        condition.unlock()
    }

    private func run() {
        condition.lock()
        while !isStopped {
            condition.unlock()
            sweep()
            condition.lock()
            if !isStopped { _ = condition.wait(until: Date(timeIntervalSinceNow: interval)) }
        }
        hasEnded = true
        condition.broadcast()
        condition.unlock()
    }
}
