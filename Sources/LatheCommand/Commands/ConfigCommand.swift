/// `lathe config`.
enum ConfigCommand {
    static let json = OptionSyntax(name: "json", help: "print one line of JSON: value and source by setting")

    static let syntax = CommandSyntax(
        name: "config",
        summary: "print the configuration in force and where it comes from, without secrets",
        options: [json, ConfigurationFile.option.syntax] + Setting.all.map(\.syntax),
        notes: """
            A setting is an option, else an environment variable, else a key of the configuration file:
              --log-level debug     LATHE_LOG_LEVEL=debug     { logLevel: "debug" }

            The file is the one that --config or LATHE_CONFIG names, else lathe.json5 in the data folder. It is JSON5:
              { database: "postgres://lathe:secret@db/lathe", storage: "s3://music", queues: ["express", "default"] }
            Relative paths count from the working directory. A password in an option can be seen by everybody on the
            machine: put it into the environment or the file.
            """)

    static func run(_ arguments: ParsedArguments, _ console: Console) throws {
        let configuration = try Configuration(arguments, environment: console.environment)
        try console.write(arguments.has(json) ? jsonLine(document(of: configuration)) : table(of: configuration))
        if !arguments.has(json) { strayVariables(in: console.environment).forEach { console.warn($0) } }
    }

    /// For people.
    static func table(of configuration: Configuration) -> String {
        var table = Table(alignments: [.left, .left, .left])
        table.rows = [["setting", "value", "source"]]
        table.rows.append(["config", configuration.file.value ?? "none", "\(configuration.file.origin)"])
        for setting in Setting.all {
            let state = setting.state(configuration)
            table.rows.append([setting.syntax.name, state.value ?? setting.absent, "\(state.origin)"])
        }
        return table.rendered()
    }

    private struct Entry: Encodable {
        let value: String?
        let source: String

        init(_ state: Configured<String?>) {
            value = state.value
            source = "\(state.origin)"
        }
    }

    private static func document(of configuration: Configuration) -> [String: Entry] {
        let entries = Setting.all.map { ($0.key, Entry($0.state(configuration))) }
        return Dictionary(entries + [("config", Entry(configuration.file))]) { first, _ in first }
    }

    /// What most likely was meant to be a setting. Others that begin with `LATHE_` are none of ours: container platforms
    /// make some up for a service of that name.
    static func strayVariables(in environment: [String: String]) -> [String] {
        let known = Setting.all.map(\.variable) + [ConfigurationFile.variable]
        return environment.keys.sorted().compactMap { name in
            guard name.hasPrefix("LATHE_"), !known.contains(name), let meant = nearest(to: name, in: known),
                editDistance(name, meant) <= 2
            else { return nil }
            return "lathe: nothing reads \(name); did you mean \(meant)?\n"
        }
    }
}
