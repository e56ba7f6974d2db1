import FoundationEssentials
import Glibc
import Lathe

/// The tool `lathe`: finds the command that a line names, runs it, and turns what it throws into an exit status.
enum LatheTool {
    static let commands = [
        TranscodeRequest.syntax, PackageRequest.syntax, ValidateCommand.syntax, ProbeCommand.syntax,
        PresetsCommand.syntax, ServeCommand.syntax, TokenCommand.syntax, EnqueueCommand.syntax,
        WorkerCommand.syntax, GarbageCommand.syntax, BackupCommand.syntax, VerifyCommand.syntax, RestoreCommand.syntax,
        ConfigCommand.syntax, helpSyntax,
    ]

    static let groups = [JobsCommand.group, KeysCommand.group]

    static let helpSyntax = CommandSyntax(
        name: "help",
        summary: "explain a command",
        operands: [
            .init(placeholder: "COMMAND", isRequired: false, isRepeatable: true, help: "the command to explain")
        ])

    /// The process's entry.
    static func main(_ words: [String]) -> ExitStatus {
        // A reader that goes away, such as `head`, is seen where it is written to.
        signal(SIGPIPE, SIG_IGN)
        let console = Console.standard(environment: ProcessInfo.processInfo.environment)
        return run(Array(words.dropFirst()), console: console)
    }

    /// - Parameter words: without the tool's own name.
    static func run(_ words: [String], console: Console) -> ExitStatus {
        do {
            return try dispatch(words, console)
        } catch {
            console.warn("lathe: " + message(for: error) + "\n")
            return ExitStatus(error)
        }
    }

    private static func dispatch(_ words: [String], _ console: Console) throws -> ExitStatus {
        if let first = words.first, ["--help", "-h"].contains(first) { return try print(toolHelp, console) }
        if words.first == "--version" { return try print(version, console) }
        if words.first == EncodeJobCommand.syntax.name { return try EncodeJobCommand.run(console) }
        if words.first == ProbeJobCommand.syntax.name { return try ProbeJobCommand.run() }
        switch try request(words) {
        case .help(let text): return try print(text, console)
        case .command(let syntax, let words):
            let arguments = try syntax.parse(words)
            if arguments.has(CommandSyntax.help) { return try print(syntax.helpText, console) }
            return try run(arguments, console)
        }
    }

    private static func run(_ arguments: ParsedArguments, _ console: Console) throws -> ExitStatus {
        switch arguments.command {
        case "transcode":
            return try TranscodeCommand(TranscodeRequest(arguments), console: console).run()
        case "package": return PackageCommand(request: try PackageRequest(arguments), console: console).run()
        case "validate": return try ValidateCommand.run(arguments, console)
        case "probe": try ProbeCommand.run(arguments, console)
        case "presets": try PresetsCommand.run(arguments, console)
        case "serve": return try ServeCommand(arguments, console).run(console)
        case "token": try TokenCommand.run(arguments, console)
        case "enqueue": return try EnqueueCommand(arguments, console).run(console)
        case "worker": return try WorkerCommand(arguments, console).run(console)
        case "gc": return try GarbageCommand(arguments, console).run(console)
        case "backup": return try BackupCommand(arguments, console).run(console)
        case "verify": return try VerifyCommand(arguments, console).run(console)
        case "restore": return try RestoreCommand(arguments, console).run(console)
        case "config": try ConfigCommand.run(arguments, console)
        case let name where name.hasPrefix("keys "): try KeysCommand.run(arguments, console)
        case let name where name.hasPrefix("jobs "): return try JobsCommand.run(arguments, console)
        default: try console.write(help(on: arguments.operands))
        }
        return .success
    }

    private static func print(_ text: String, _ console: Console) throws -> ExitStatus {
        try console.write(text)
        return .success
    }

    /// What `lathe help` prints.
    static var toolHelp: String {
        [
            "usage: lathe COMMAND [arguments]\n",
            "Turns a lossless master into everything a listener's player needs.\n",
            section("commands", listed),
            section(
                "options",
                [
                    ("-h, --help", "print this help; after a command, that command's"),
                    ("    --version", "print the version, and those of the libraries"),
                ]),
        ].joined(separator: "\n")
    }

    /// Groups before `config` and `help`, which come last.
    private static var listed: [(String, String)] {
        let single = commands.map { ($0.name, $0.summary) }
        return single.dropLast(2) + groups.map { ($0.name, $0.summary) } + single.suffix(2)
    }

    private static var version: String {
        var table = Table(alignments: [.left, .left])
        table.rows = LatheVersion.libraries.map { [$0.name, $0.version] }
        return "lathe \(LatheVersion.current)\n" + table.rendered(indent: "  ")
    }
}
