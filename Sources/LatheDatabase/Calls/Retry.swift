internal import Foundation

/// How often and how soon a body is run again that lost against others: later each time, and never all at once.
struct Retry {
    private let limit: Int
    private var count = 0

    init(limit: Int) { self.limit = limit }

    var isAllowed: Bool { count < limit }

    /// Blocks the thread.
    mutating func pause() {
        usleep(UInt32.random(in: 0...(2000 << UInt32(min(count, 8)))))
        count += 1
    }
}
