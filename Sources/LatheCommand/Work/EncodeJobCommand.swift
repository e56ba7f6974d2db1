import LatheWorker

/// `lathe encode-job`: what a worker starts for each job. For no person's use, and in no list of commands.
enum EncodeJobCommand {
    static let syntax = CommandSyntax(name: "encode-job", summary: "encode what a worker says on standard input")

    static func run(_ console: Console) throws -> ExitStatus {
        guard let order = readLine() else {
            throw UsageError(
                "encode-job is started by `lathe worker`, which tells it what to do", command: "encode-job")
        }
        let fault = console.environment[Faults.childVariable].flatMap(ProvokedFault.init)
        return ExitStatus(
            child: try waitFor { await EncodeChild.run(order, provoking: Faults.areAllowed ? fault : nil) })
    }
}
