extension CommandSyntax {
    /// `lathe transcode MASTER --output DIR [options]`.
    var usage: String {
        var words = ["lathe", name]
        words += operands.map {
            ($0.isRequired ? $0.placeholder : "[\($0.placeholder)]") + ($0.isRepeatable ? "…" : "")
        }
        words += options.filter(\.isRequired).map(\.longSpelling)
        if options.contains(where: { !$0.isRequired }) { words.append("[options]") }
        return words.joined(separator: " ")
    }

    /// What `lathe help NAME` prints.
    var helpText: String {
        var sections = ["usage: \(usage)\n", "\(summary.prefix(1).uppercased())\(summary.dropFirst()).\n"]
        if !operands.isEmpty {
            sections.append(section("arguments", operands.map { ($0.placeholder, $0.help) }))
        }
        sections.append(section("options", allOptions.map { ($0.spelling, optionHelp($0)) }))
        if !notes.isEmpty { sections.append(notes + "\n") }
        return sections.joined(separator: "\n")
    }

    private func optionHelp(_ option: OptionSyntax) -> String {
        option.help + (option.isRepeatable ? "; may be repeated" : "")
    }
}

/// A heading and two columns.
func section(_ heading: String, _ rows: [(String, String)]) -> String {
    let width = rows.map { $0.0.count }.max() ?? 0
    let lines = rows.map { "  " + padded($0.0, to: width) + "   " + $0.1 + "\n" }
    return heading + ":\n" + lines.joined()
}
