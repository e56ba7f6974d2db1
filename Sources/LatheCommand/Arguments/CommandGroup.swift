/// Commands of two words that have the first one in common: `jobs list`, `jobs show`.
struct CommandGroup: Sendable {
    let name: String
    /// One line for the list of commands, without a full stop.
    let summary: String
    /// Their names have both words.
    let commands: [CommandSyntax]

    /// What `lathe help NAME` prints.
    var helpText: String {
        [
            "usage: lathe \(name) COMMAND [arguments]\n",
            "\(summary.prefix(1).uppercased())\(summary.dropFirst()).\n",
            section("commands", commands.map { ($0.name, $0.summary) }),
            section("options", [("-h, --help", "print this help; after a command, that command's")]),
        ].joined(separator: "\n")
    }
}
