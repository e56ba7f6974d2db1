/// A number that rises and falls: connections, queued jobs, free bytes.
public final class Gauge: Instrument {
    private let current = AtomicDouble()
    private let read: (@Sendable () -> Double)?

    /// - Parameter read: asked at every scrape, in place of what was set; it must not block for long.
    init(read: (@Sendable () -> Double)? = nil) { self.read = read }

    /// The number now.
    public var value: Double { read?() ?? current.value }

    /// Sets it.
    public func set(_ value: Double) { current.store(value) }

    /// Adds to it; less than zero takes away.
    public func add(_ amount: Double) { current.add(amount) }

    func samples(_ labels: LabelSet) -> [Sample] { [Sample(labels: labels, value: value)] }
}
