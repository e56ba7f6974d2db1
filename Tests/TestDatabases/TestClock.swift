public import LatheDatabase
internal import Synchronization

/// A clock that is put. Milliseconds.
public final class TestClock: Sendable {
    private let milliseconds = Mutex<Int64>(1_000_000)

    public init() {}

    public var time: Int64 {
        get { milliseconds.withLock { $0 } }
        set { milliseconds.withLock { $0 = newValue } }
    }
}

extension DatabaseOptions {
    /// Those of a database with such a clock, nil for the real one; nobody is turned away on a busy machine.
    public init(clock: TestClock?) {
        self.init()
        acquireTimeout = .seconds(300)
        if let clock { self.clock = { clock.time } }
    }
}
