import Lathe

/// `lathe presets`.
enum PresetsCommand {
    static let syntax = CommandSyntax(
        name: "presets",
        summary: "list the built-in presets, or print one to start your own from",
        operands: [.init(placeholder: "NAME", isRequired: false, help: "the preset to print, as commented JSON5")],
        notes: """
            example:
              lathe presets music > ladder.json5
            """)

    static func run(_ arguments: ParsedArguments, _ console: Console) throws {
        guard let name = arguments.operands.first else { return try console.write(list(of: Preset.builtIn)) }
        let preset = try Preset.named(name)
        try console.write(Preset.source(of: preset.name) ?? "")
    }

    /// For people.
    static func list(of presets: [Preset]) -> String {
        var table = Table(alignments: [.left, .left])
        table.rows = presets.map { [$0.name, $0.summary] }
        return table.rendered()
    }
}
