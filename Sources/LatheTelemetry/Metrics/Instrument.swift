/// What one series of a family is measured with.
public protocol Instrument: AnyObject, Sendable {}

/// What the exposition needs of an instrument.
protocol SampledInstrument: Instrument {
    func samples(_ labels: LabelSet) -> [Sample]
}

extension Counter: SampledInstrument {}
extension Gauge: SampledInstrument {}
extension Histogram: SampledInstrument {}

/// The labels of one series, in the order in which they are written.
struct LabelSet: Hashable {
    let names: [String]
    let values: [String]

    func adding(_ name: String, _ value: String) -> LabelSet {
        LabelSet(names: names + [name], values: values + [value])
    }
}

/// One line of the exposition.
struct Sample {
    var suffix = ""
    let labels: LabelSet
    let value: Double
}
