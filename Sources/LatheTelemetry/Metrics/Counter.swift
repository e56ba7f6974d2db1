/// A number that only grows: requests, bytes, seconds of work.
public final class Counter: Instrument {
    private let total = AtomicDouble()

    init() {}

    /// What was counted since the start.
    public var value: Double { total.value }

    /// Adds to it; an amount that is not positive is left out, for a counter must not fall.
    public func increment(by amount: Double = 1) {
        if amount > 0 { total.add(amount) }
    }

    func samples(_ labels: LabelSet) -> [Sample] { [Sample(labels: labels, value: value)] }
}
