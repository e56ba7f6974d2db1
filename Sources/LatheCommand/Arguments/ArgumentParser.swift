/// One pass over the words of a command.
struct ArgumentParser {
    private let syntax: CommandSyntax
    private var words: ArraySlice<String>
    private var operands: [String] = []
    private var texts: [String: [String]] = [:]

    init(syntax: CommandSyntax, words: [String]) {
        self.syntax = syntax
        self.words = words[...]
    }

    mutating func run() throws(UsageError) -> ParsedArguments {
        while let word = words.popFirst() {
            if word == "--" {
                while let operand = words.popFirst() { try addOperand(operand) }
            } else if word.hasPrefix("--") {
                try addLongOption(word.dropFirst(2))
            } else if word.hasPrefix("-") && word != "-" {
                try addShortOption(word.dropFirst())
            } else {
                try addOperand(word)
            }
        }
        return ParsedArguments(command: syntax.name, operands: operands, texts: texts)
    }

    private mutating func addOperand(_ word: String) throws(UsageError) {
        guard operands.count < syntax.operands.count || syntax.operands.last?.isRepeatable == true else {
            throw fail("unexpected argument \"\(word)\"")
        }
        operands.append(word)
    }

    /// - Parameter word: `name` or `name=value`.
    private mutating func addLongOption(_ word: Substring) throws(UsageError) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        guard let option = syntax.allOptions.first(where: { $0.name == name }) else {
            let guess = nearest(to: name, in: syntax.allOptions.map(\.name)).map { "; did you mean --\($0)?" } ?? ""
            throw fail("there is no option --\(name)" + guess)
        }
        try add(option, attached: parts.count == 2 ? String(parts[1]) : nil)
    }

    /// - Parameter word: `o` or `ovalue`.
    private mutating func addShortOption(_ word: Substring) throws(UsageError) {
        guard let option = syntax.allOptions.first(where: { $0.short == word.first }) else {
            throw fail("there is no option -\(word)")
        }
        try add(option, attached: word.count > 1 ? String(word.dropFirst()) : nil)
    }

    private mutating func add(_ option: OptionSyntax, attached: String?) throws(UsageError) {
        guard option.isRepeatable || texts[option.name] == nil else { throw fail("--\(option.name) is given twice") }
        guard option.placeholder != nil else {
            guard attached == nil else { throw fail("--\(option.name) takes no value") }
            texts[option.name] = [""]
            return
        }
        guard let text = attached ?? nextValue() else { throw fail("\(option.longSpelling): the value is missing") }
        texts[option.name, default: []].append(text)
    }

    /// The next word, unless it looks like an option: a value that begins with a dash is written `--name=-value`.
    private mutating func nextValue() -> String? {
        guard let word = words.first, word == "-" || !word.hasPrefix("-") else { return nil }
        return words.popFirst()
    }

    private func fail(_ message: String) -> UsageError { UsageError(message, command: syntax.name) }
}
