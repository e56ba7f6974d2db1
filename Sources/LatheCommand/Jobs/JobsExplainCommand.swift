import LatheCatalog
import LatheJobs
import LatheWorker

/// `lathe jobs explain`.
enum JobsExplainCommand {
    static let json = OptionSyntax(name: "json", help: "print one line of JSON, whose keys stay the same")

    static let syntax = CommandSyntax(
        name: "jobs explain",
        summary: "say what became of a job, why, and what will happen next",
        operands: [JobsCommand.id],
        options: [json] + JobsCommand.places)

    static func run(_ arguments: ParsedArguments, _ console: Console) throws {
        let word = arguments.operands[0]
        let explanation = try JobsCommand.withQueue(arguments, console) { queue in
            let job = try await queue.job(named: word, to: "explain")
            let attempts = try await queue.attempts(of: job.id)
            let revision = try await Catalog(database: queue.database).revision(job.order?.revision ?? "")
            return JobExplanation(
                job: job, attempts: attempts, time: try await queue.time(), package: revision?.prefix)
        }
        try console.write(arguments.has(json) ? jsonLine(JobExplanation.Document(explanation)) : explanation.text)
    }
}
