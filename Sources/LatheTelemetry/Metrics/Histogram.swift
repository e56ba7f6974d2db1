internal import Synchronization

/// How many observations were at most so large, for a fixed list of bounds.
public final class Histogram: Instrument {
    /// Seconds, for what a listener waits for: 1 ms to 10 s.
    public static let latencyBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private let bounds: [Double]
    private let counts: [Cell]
    private let sum = AtomicDouble()

    private final class Cell: Sendable {
        let count = Atomic<UInt64>(0)
    }

    init(bounds: [Double]) {
        self.bounds = bounds
        // The last one is for what exceeds every bound.
        counts = (0...bounds.count).map { _ in Cell() }
    }

    /// Counts a value; what is not a number is left out.
    public func observe(_ value: Double) {
        guard !value.isNaN else { return }
        let index = bounds.firstIndex { value <= $0 } ?? bounds.count
        counts[index].count.add(1, ordering: .relaxed)
        sum.add(value)
    }

    func samples(_ labels: LabelSet) -> [Sample] {
        var total: UInt64 = 0
        let buckets = zip(bounds + [.infinity], counts).map { bound, cell in
            total += cell.count.load(ordering: .relaxed)
            let labels = labels.adding("le", Exposition.text(of: bound))
            return Sample(suffix: "_bucket", labels: labels, value: Double(total))
        }
        // The count is the last bucket and not a number of its own: a scrape in the midst of updates stays consistent.
        return buckets + [
            Sample(suffix: "_sum", labels: labels, value: sum.value),
            Sample(suffix: "_count", labels: labels, value: Double(total)),
        ]
    }
}
