/// Prometheus' text exposition format, version 0.0.4.
enum Exposition {
    static func append(_ description: FamilyDescription, _ samples: [Sample], to text: inout String) {
        guard !samples.isEmpty else { return }
        text += "# HELP \(description.name) \(escaped(description.help, quote: false))\n"
        text += "# TYPE \(description.name) \(description.kind.rawValue)\n"
        for sample in samples {
            text += description.name + sample.suffix + self.text(of: sample.labels) + " "
            text += self.text(of: sample.value) + "\n"
        }
    }

    /// A number as Go's ParseFloat reads it; whole ones without a fraction.
    static func text(of value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return Int64(exactly: value).map { "\($0)" } ?? "\(value)"
    }

    private static func text(of labels: LabelSet) -> String {
        guard !labels.names.isEmpty else { return "" }
        let pairs = zip(labels.names, labels.values).map { "\($0)=\"\(escaped($1, quote: true))\"" }
        return "{" + pairs.joined(separator: ",") + "}"
    }

    private static func escaped(_ text: String, quote: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quote: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
