internal import Synchronization

/// All series of one metric: one for every combination of label values that was used.
///
/// The number of series is bounded: a client must not make memory grow by inventing label values. What comes after the
/// last free place is counted together, with `overflow` for every label value.
public final class MetricFamily<Measure: Instrument>: Sendable {
    /// The label value of what found no place of its own.
    public static var overflow: String { "overflow" }

    let description: FamilyDescription
    private let seriesLimit: Int
    private let makeInstrument: @Sendable () -> Measure
    private let series = Mutex<[[String]: Measure]>([:])

    init(_ description: FamilyDescription, seriesLimit: Int, makeInstrument: @escaping @Sendable () -> Measure) {
        self.description = description
        self.seriesLimit = seriesLimit
        self.makeInstrument = makeInstrument
    }

    /// The series with these label values, in the order of the names; keep it where updates are frequent.
    public subscript(values: String...) -> Measure {
        precondition(
            values.count == description.labels.count,
            "\(description.name) has \(description.labels.count) labels, not \(values.count)")
        return series.withLock { series in
            if let instrument = series[values] { return instrument }
            let isFull = series.count >= seriesLimit
            let key = isFull ? values.map { _ in Self.overflow } : values
            if let instrument = series[key] { return instrument }
            let instrument = makeInstrument()
            series[key] = instrument
            return instrument
        }
    }

    /// The series in the order of their label values.
    var sorted: [(LabelSet, Measure)] {
        series.withLock { $0 }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { (LabelSet(names: description.labels, values: $0.key), $0.value) }
    }
}

/// What is said once about all series of a metric.
struct FamilyDescription: Equatable {
    enum Kind: String { case counter, gauge, histogram }

    let name: String
    let help: String
    let kind: Kind
    let labels: [String]
}
