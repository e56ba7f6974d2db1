/// A value that is in force, and who said so.
struct Configured<Value: Sendable>: Sendable {
    let value: Value
    var origin = Origin.builtIn

    init(_ value: Value, from origin: Origin = .builtIn) {
        self.value = value
        self.origin = origin
    }
}

/// Where a value was said, the strongest first.
enum Origin: Sendable, Equatable {
    /// A word of the command line.
    case option(String)
    /// An environment variable.
    case variable(String)
    case file(String)
    /// Nobody said anything.
    case builtIn
}

extension Origin: CustomStringConvertible {
    /// `--database`, `LATHE_DATABASE`, `/etc/lathe.json5`, `default`.
    var description: String {
        switch self {
        case .option(let name): "--\(name)"
        case .variable(let name): name
        case .file(let path): path
        case .builtIn: "default"
        }
    }
}
