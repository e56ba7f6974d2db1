/// One thing that can be configured: what it may be, and where it is kept.
///
/// Its name is spelt in every place by rule: `log-level` is the option `--log-level`, the environment variable
/// `LATHE_LOG_LEVEL` and the key `logLevel` of a configuration file.
struct Setting: Sendable {
    let syntax: OptionSyntax
    /// - Throws: `UsageError` where the text is no value of it.
    let set: @Sendable (_ text: String, Origin, inout Configuration) throws -> Void
    /// What is in force, in the words that would set it again, without anything secret; nil where nothing is.
    let state: @Sendable (Configuration) -> Configured<String?>
    /// What it means that nothing is.
    var absent = ""

    init<Value>(
        _ option: ValueOption<Value>, at path: any WritableKeyPath<Configuration, Configured<Value>> & Sendable,
        described: @escaping @Sendable (Value) -> String = { "\($0)" }
    ) {
        syntax = option.syntax
        let name = option.syntax.name
        set = { text, origin, configuration in
            let value = try option.value(of: text, named: Self.name(name, in: origin), command: "config")
            configuration[keyPath: path] = Configured(value, from: origin)
        }
        state = { Configured(described($0[keyPath: path].value), from: $0[keyPath: path].origin) }
    }

    /// A setting that may be absent.
    init<Value>(
        _ option: ValueOption<Value>, at path: any WritableKeyPath<Configuration, Configured<Value?>> & Sendable,
        absent: String
    ) {
        syntax = option.syntax
        self.absent = absent
        let name = option.syntax.name
        set = { text, origin, configuration in
            let value = try option.value(of: text, named: Self.name(name, in: origin), command: "config")
            configuration[keyPath: path] = Configured(value, from: origin)
        }
        state = { Configured($0[keyPath: path].value.map { "\($0)" }, from: $0[keyPath: path].origin) }
    }

    /// `LATHE_LOG_LEVEL`.
    var variable: String { "LATHE_" + syntax.name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined() }

    /// `logLevel`.
    var key: String { Self.key(syntax.name) }

    private static func key(_ name: String) -> String {
        let words = name.split(separator: "-")
        return words.dropFirst().reduce(String(words.first ?? "")) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
    }

    /// As a message names it: `"logLevel" in lathe.json5`.
    private static func name(_ name: String, in origin: Origin) -> String {
        if case .file(let path) = origin { return "\"\(key(name))\" in \(path)" }
        return "\(origin)"
    }
}
