import FoundationEssentials

/// A value as one line of JSON, keys in order of the alphabet.
func jsonLine(_ value: some Encodable) throws -> String { try jsonText(value) + "\n" }

/// The same without the line's end.
func jsonText(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}

/// With at most so many digits after the point; 0 for what is no number, which JSON cannot say.
func rounded(_ value: Double, _ places: Int) -> Double {
    guard value.isFinite else { return 0 }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    return (value * scale).rounded() / scale
}
