// Finds what the first words of a line name.
extension LatheTool {
    /// What a line asks for.
    enum Request {
        case command(CommandSyntax, words: [String])
        case help(String)
    }

    /// - Throws: `UsageError` that names what is most like it.
    static func request(_ words: [String]) throws(UsageError) -> Request {
        guard let first = words.first else { throw UsageError("no command is given") }
        let rest = Array(words.dropFirst())
        guard let group = groups.first(where: { $0.name == first }) else {
            return .command(try command([first]), words: rest)
        }
        guard let second = rest.first else {
            throw UsageError("\(group.name) needs one of \(group.listed)", command: group.name)
        }
        if ["--help", "-h"].contains(second) { return .help(group.helpText) }
        return .command(try command([first, second]), words: Array(rest.dropFirst()))
    }

    /// What `lathe help WORD…` prints.
    static func help(on words: [String]) throws(UsageError) -> String {
        if words.isEmpty { return toolHelp }
        if words.count == 1, let group = groups.first(where: { $0.name == words[0] }) { return group.helpText }
        return try command(words).helpText
    }

    private static func command(_ words: [String]) throws(UsageError) -> CommandSyntax {
        let name = words.joined(separator: " ")
        let all = commands + groups.flatMap(\.commands)
        if let syntax = all.first(where: { $0.name == name }) { return syntax }
        let group = words.count > 1 ? groups.first { $0.name == words[0] } : nil
        if let last = words.last, last.hasPrefix("-") {
            throw UsageError("there is no option \(last)", command: group?.name)
        }
        let candidates = group?.commands.map(\.name) ?? commands.map(\.name) + groups.map(\.name)
        let guess = nearest(to: name, in: candidates).map { "; did you mean `\($0)`?" } ?? ""
        throw UsageError("there is no command \"\(name)\"" + guess, command: group?.name)
    }
}

extension CommandGroup {
    /// The second words.
    fileprivate var listed: String {
        commands.map { $0.name.dropFirst(name.count + 1) }.joined(separator: ", ")
    }
}
