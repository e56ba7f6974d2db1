extension ValueOption where Value == Duration {
    /// An option that takes a length of time: `500ms`, `15s`, `2m`, `1h`; a bare number counts seconds.
    static func duration(_ syntax: OptionSyntax, in range: ClosedRange<Duration>) -> Self {
        let bounds = "\(shortest(range.lowerBound)) to \(shortest(range.upperBound))"
        return Self(syntax: syntax, expectation: "a time from \(bounds), such as 1500ms, 15s or 2m") { text in
            Duration(spelt: text).flatMap { range.contains($0) ? $0 : nil }
        }
    }
}

/// Milliseconds in a unit.
private let units: [(suffix: String, milliseconds: Int64)] = [
    ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000),
]

extension Duration {
    /// Whole milliseconds, rounded down.
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }

    fileprivate init?(spelt text: String) {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let suffix = digits.count == text.count ? "s" : text[digits.endIndex...]
        guard let number = Double(digits), let unit = units.first(where: { $0.suffix == suffix }) else { return nil }
        let milliseconds = number * Double(unit.milliseconds)
        guard milliseconds <= 1e12 else { return nil }
        self = .milliseconds(Int64(milliseconds.rounded()))
    }
}

/// In the largest unit that leaves a whole number, spelt as it is read: `15s`, `2m`.
func shortest(_ duration: Duration) -> String {
    let milliseconds = duration.milliseconds
    guard milliseconds != 0 else { return "0s" }
    let unit = units.last { milliseconds.isMultiple(of: $0.milliseconds) } ?? units[0]
    return "\(milliseconds / unit.milliseconds)\(unit.suffix)"
}
