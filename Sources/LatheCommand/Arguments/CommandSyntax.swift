/// What a command line may hold: a command's name, operands and options.
struct CommandSyntax: Sendable {
    /// A word that is not an option.
    struct Operand: Sendable, Equatable {
        /// `MASTER`.
        let placeholder: String
        var isRequired = true
        /// The last one may stand for any number of words.
        var isRepeatable = false
        /// One line.
        let help: String
    }

    let name: String
    /// One line for the list of commands, without a full stop.
    let summary: String
    var operands: [Operand] = []
    var options: [OptionSyntax] = []
    /// What help says besides, below the options.
    var notes = ""

    /// Every command has it.
    static let help = OptionSyntax(name: "help", short: "h", help: "print this help")

    /// The command's own options and `--help`.
    var allOptions: [OptionSyntax] { options + [Self.help] }

    /// Reads the words after the command's name.
    ///
    /// `--name value`, `--name=value`, `-o value` and `-ovalue`; after `--` every word is an operand. Where help is
    /// asked for, nothing required is missed.
    /// - Throws: `UsageError`.
    func parse(_ words: [String]) throws(UsageError) -> ParsedArguments {
        var parser = ArgumentParser(syntax: self, words: words)
        let arguments = try parser.run()
        if arguments.has(Self.help) { return arguments }
        try requireEverything(in: arguments)
        return arguments
    }

    private func requireEverything(in arguments: ParsedArguments) throws(UsageError) {
        let required = operands.prefix(while: \.isRequired)
        if arguments.operands.count < required.count {
            let missing = required[arguments.operands.count]
            throw UsageError("\(name) needs \(missing.placeholder): \(missing.help)", command: name)
        }
        for option in options where option.isRequired && !arguments.has(option) {
            throw UsageError("\(name) needs \(option.longSpelling): \(option.help)", command: name)
        }
    }
}
