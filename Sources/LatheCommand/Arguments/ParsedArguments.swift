/// The words of a command, sorted by what they are.
struct ParsedArguments: Sendable, Equatable {
    let command: String
    let operands: [String]
    /// By option name, in the order given.
    let texts: [String: [String]]

    func has(_ option: OptionSyntax) -> Bool { texts[option.name] != nil }

    /// Nil when the option is not given.
    func value<Value>(_ option: ValueOption<Value>) throws(UsageError) -> Value? {
        try values(option).last
    }

    /// All values of a repeatable option, in the order given.
    func values<Value>(_ option: ValueOption<Value>) throws(UsageError) -> [Value] {
        var values: [Value] = []
        for text in texts[option.syntax.name] ?? [] {
            values.append(try option.value(of: text, named: "--\(option.syntax.name)", command: command))
        }
        return values
    }
}
