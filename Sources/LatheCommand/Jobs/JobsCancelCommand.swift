import LatheJobs

/// `lathe jobs cancel`.
enum JobsCancelCommand {
    static let syntax = CommandSyntax(
        name: "jobs cancel",
        summary: "stop jobs: at once where they wait, within two seconds where they run",
        operands: [JobsCommand.ids],
        options: JobsCommand.places)

    static func run(_ arguments: ParsedArguments, _ console: Console) throws -> ExitStatus {
        try JobsCommand.withQueue(arguments, console) { queue in
            try await JobsCommand.forEach(arguments.operands, console) { word in
                let job = try await queue.job(named: word, to: "cancel")
                try console.write("\(job.shortID) \(outcome(try await queue.cancel(job.id), job))\n")
            }
        }
    }

    private static func outcome(_ state: Job.State?, _ job: Job) throws -> String {
        switch state {
        case .cancelled: return "cancelled"
        case .running: return "is being stopped"
        case nil:
            throw CommandError(.noSuchJob, "cancel", "the job \(job.shortID)", because: "it was removed meanwhile")
        case let state?:
            throw CommandError(
                .wrongState, "cancel", "the job \(job.shortID)", because: "its state is \(state.rawValue)")
        }
    }
}
