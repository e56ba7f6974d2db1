import LatheWorker

/// `lathe probe-job`: what a service starts to look at a master. For no person's use, and in no list of commands.
enum ProbeJobCommand {
    static let syntax = CommandSyntax(
        name: "probe-job", summary: "probe the file that a service names on standard input")

    static func run() throws -> ExitStatus {
        guard let path = readLine() else {
            throw UsageError("probe-job is started by `lathe serve`, which names a file", command: "probe-job")
        }
        return ExitStatus(child: ProbeChild.run(path))
    }
}
