/// How an option is spelt, and what help says of it.
struct OptionSyntax: Sendable, Equatable {
    /// Without dashes: `output` for `--output`.
    let name: String
    /// `o` for `-o`.
    var short: Character?
    /// The placeholder of its value in help: `DIR`. Nil: a flag, which takes none.
    var placeholder: String?
    var isRequired = false
    var isRepeatable = false
    /// One line.
    let help: String

    /// `-o, --output DIR`, as help's left column has it.
    var spelling: String {
        let letter = short.map { "-\($0), " } ?? "    "
        return letter + longSpelling
    }

    /// `--output DIR`, as usage lines and messages have it.
    var longSpelling: String { "--\(name)" + (placeholder.map { " \($0)" } ?? "") }
}

/// An option with a typed value.
struct ValueOption<Value: Sendable>: Sendable {
    let syntax: OptionSyntax
    /// What a value must be, for the message when it is not: `a number from 2 to 10`.
    let expectation: String
    /// No message quotes it.
    var isSecret = false
    /// Nil for a text that is no value of this option.
    let parse: @Sendable (String) -> Value?

    /// - Parameter name: what the message calls it: `--size`.
    /// - Throws: `UsageError` that says what a value must be.
    func value(of text: String, named name: String, command: String) throws(UsageError) -> Value {
        if let value = parse(text) { return value }
        let not = isSecret ? "" : ", not \"\(text)\""
        throw UsageError("\(name) takes \(expectation)" + not, command: command)
    }
}

extension ValueOption where Value == String {
    /// An option that takes any text but an empty one.
    static func text(_ syntax: OptionSyntax) -> Self {
        Self(syntax: syntax, expectation: "a text") { $0.isEmpty ? nil : $0 }
    }
}

extension ValueOption where Value == Double {
    /// An option that takes a decimal number.
    static func number(_ syntax: OptionSyntax, in range: ClosedRange<Double>) -> Self {
        let bounds = (shortest(range.lowerBound), shortest(range.upperBound))
        return Self(syntax: syntax, expectation: "a number from \(bounds.0) to \(bounds.1)") { text in
            Double(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }
}

extension ValueOption where Value == Int {
    /// An option that takes a whole number.
    static func integer(_ syntax: OptionSyntax, in range: ClosedRange<Int>) -> Self {
        let expectation = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        return Self(syntax: syntax, expectation: expectation) { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }
}

extension ValueOption where Value: CaseIterable & RawRepresentable<String> {
    /// An option that takes one of a few words.
    static func choice(_ syntax: OptionSyntax) -> Self {
        let words = Value.allCases.map(\.rawValue)
        return Self(syntax: syntax, expectation: "one of " + words.joined(separator: ", ")) { Value(rawValue: $0) }
    }
}
