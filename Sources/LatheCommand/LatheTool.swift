import FoundationEssentials
import Glibc
import Lathe

/// The tool `lathe`: finds the command that a line names, runs it, and turns what it throws into an exit status.
enum LatheTool {
    static let commands = [
        TranscodeRequest.syntax, PackageRequest.syntax, ValidateCommand.syntax, ProbeCommand.syntax,
        PresetsCommand.syntax, EnqueueCommand.syntax, WorkerCommand.syntax, GarbageCommand.syntax,
        ConfigCommand.syntax, helpSyntax,
    ]

    static let helpSyntax = CommandSyntax(
        name: "help",
        summary: "explain a command",
        operands: [.init(placeholder: "COMMAND", isRequired: false, help: "the command to explain")])

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
        guard let first = words.first else { throw UsageError("no command is given") }
        if ["--help", "-h"].contains(first) { return try print(toolHelp, console) }
        if first == "--version" { return try print(version, console) }
        if first == EncodeJobCommand.syntax.name { return try EncodeJobCommand.run(console) }
        let syntax = try command(first)
        let arguments = try syntax.parse(Array(words.dropFirst()))
        if arguments.has(CommandSyntax.help) { return try print(syntax.helpText, console) }
        return try run(arguments, console)
    }

    private static func run(_ arguments: ParsedArguments, _ console: Console) throws -> ExitStatus {
        switch arguments.command {
        case "transcode":
            return try TranscodeCommand(TranscodeRequest(arguments), console: console).run()
        case "package": return PackageCommand(request: try PackageRequest(arguments), console: console).run()
        case "validate": return try ValidateCommand.run(arguments, console)
        case "probe": try ProbeCommand.run(arguments, console)
        case "presets": try PresetsCommand.run(arguments, console)
        case "enqueue": return try EnqueueCommand(arguments, console).run(console)
        case "worker": return try WorkerCommand(arguments, console).run(console)
        case "gc": return try GarbageCommand(arguments, console).run(console)
        case "config": try ConfigCommand.run(arguments, console)
        default: try console.write(arguments.operands.first.map { try command($0).helpText } ?? toolHelp)
        }
        return .success
    }

    private static func command(_ name: String) throws(UsageError) -> CommandSyntax {
        if let syntax = commands.first(where: { $0.name == name }) { return syntax }
        if name.hasPrefix("-") { throw UsageError("there is no option \(name)") }
        let guess = nearest(to: name, in: commands.map(\.name)).map { "; did you mean `\($0)`?" } ?? ""
        throw UsageError("there is no command \"\(name)\"" + guess)
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
            section("commands", commands.map { ($0.name, $0.summary) }),
            section(
                "options",
                [
                    ("-h, --help", "print this help; after a command, that command's"),
                    ("    --version", "print the version, and those of the libraries"),
                ]),
        ].joined(separator: "\n")
    }

    private static var version: String {
        var table = Table(alignments: [.left, .left])
        table.rows = LatheVersion.libraries.map { [$0.name, $0.version] }
        return "lathe \(LatheVersion.current)\n" + table.rendered(indent: "  ")
    }
}
