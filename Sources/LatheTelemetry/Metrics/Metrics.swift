internal import Synchronization

/// The metrics of a process: made where they are counted, rendered where they are scraped.
///
/// Asking again for a name gives the family that is there; asking for it with another kind or other labels is a mistake
/// of the program and traps, as does a name that Prometheus does not take.
public final class Metrics: Sendable {
    /// The media type of `rendered()`.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private let seriesLimit: Int
    private let families = Mutex<[String: Entry]>([:])

    private struct Entry: Sendable {
        let description: FamilyDescription
        let family: any AnyObject & Sendable
        let samples: @Sendable () -> [Sample]
    }

    /// - Parameter seriesLimit: how many series a family may have.
    public init(seriesLimit: Int = 1000) { self.seriesLimit = seriesLimit }

    /// A counter; by convention its name ends in `_total` or `_seconds_total`, `_bytes_total`.
    public func counter(_ name: String, help: String, labels: [String] = []) -> MetricFamily<Counter> {
        family(FamilyDescription(name: name, help: help, kind: .counter, labels: labels)) { Counter() }
    }

    /// A gauge that is set.
    public func gauge(_ name: String, help: String, labels: [String] = []) -> MetricFamily<Gauge> {
        family(FamilyDescription(name: name, help: help, kind: .gauge, labels: labels)) { Gauge() }
    }

    /// A gauge that is read when it is scraped, from whatever thread scrapes.
    public func gauge(_ name: String, help: String, read: @escaping @Sendable () -> Double) {
        let family: MetricFamily<Gauge> = family(
            FamilyDescription(name: name, help: help, kind: .gauge, labels: [])
        ) { Gauge(read: read) }
        _ = family[]
    }

    /// A histogram.
    ///
    /// - Parameter bounds: the upper bounds of its buckets, rising.
    public func histogram(
        _ name: String, help: String, labels: [String] = [], bounds: [Double] = Histogram.latencyBounds
    ) -> MetricFamily<Histogram> {
        precondition(zip(bounds, bounds.dropFirst()).allSatisfy(<), "the bounds of \(name) must rise")
        precondition(!labels.contains("le"), "le is the histogram's own label")
        return family(FamilyDescription(name: name, help: help, kind: .histogram, labels: labels)) {
            Histogram(bounds: bounds.filter(\.isFinite))
        }
    }

    /// Everything in the text exposition format 0.0.4, in the order of names and label values.
    public func rendered() -> String {
        // Closures of gauges are asked without the lock.
        let entries = families.withLock { $0.values.sorted { $0.description.name < $1.description.name } }
        return entries.reduce(into: "") { text, entry in
            Exposition.append(entry.description, entry.samples(), to: &text)
        }
    }

    private func family<Measure: SampledInstrument>(
        _ description: FamilyDescription, _ makeInstrument: @escaping @Sendable () -> Measure
    ) -> MetricFamily<Measure> {
        precondition(Self.isName(description.name), "\(description.name) is no name of a metric")
        precondition(description.labels.allSatisfy(Self.isLabel), "\(description.name) has a bad label")
        return families.withLock { families in
            if let known = families[description.name] {
                guard let family = known.family as? MetricFamily<Measure>, known.description == description else {
                    // Names and labels stand in the program: no user's data leads here.
                    preconditionFailure("\(description.name) is there already, but different")
                }
                return family
            }
            let family = MetricFamily(description, seriesLimit: seriesLimit, makeInstrument: makeInstrument)
            families[description.name] = Entry(description: description, family: family) {
                family.sorted.flatMap { labels, instrument in instrument.samples(labels) }
            }
            return family
        }
    }

    private static func isName(_ name: String) -> Bool { name.wholeMatch(of: /[a-zA-Z_:][a-zA-Z0-9_:]*/) != nil }

    private static func isLabel(_ name: String) -> Bool {
        !name.hasPrefix("__") && name.wholeMatch(of: /[a-zA-Z_][a-zA-Z0-9_]*/) != nil
    }
}
