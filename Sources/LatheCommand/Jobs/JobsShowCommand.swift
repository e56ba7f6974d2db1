import LatheAccess
import LatheJobs

/// `lathe jobs show`.
enum JobsShowCommand {
    static let json = OptionSyntax(name: "json", help: "print one line of JSON, whose keys stay the same")

    static let syntax = CommandSyntax(
        name: "jobs show",
        summary: "print all that is known of a job",
        operands: [JobsCommand.id],
        options: [json] + JobsCommand.places)

    static func run(_ arguments: ParsedArguments, _ console: Console) throws {
        let word = arguments.operands[0]
        let (job, time) = try JobsCommand.withQueue(arguments, console) { queue in
            (try await queue.job(named: word, to: "show"), try await queue.time())
        }
        try console.write(
            arguments.has(json) ? jsonLine(JobDocument(job, hasPayload: true)) : table(of: job, at: time))
    }

    /// For people.
    static func table(of job: Job, at time: Int64) throws -> String {
        var table = Table(alignments: [.left, .left])
        table.rows = identity(job) + course(job, time) + failure(job)
        let payload = try JSONValue(text: job.payload).indented()
        let lines = payload.split(separator: "\n").map { "  " + printable(String($0)) + "\n" }
        return table.rendered() + "payload\n" + lines.joined()
    }

    private static func identity(_ job: Job) -> [[String]] {
        [
            ["id", job.id], ["queue", printable(job.queue)], ["kind", printable(job.kind)],
            ["tenant", printable(job.tenant)], ["priority", "\(job.priority)"], ["key", printable(job.uniqueKey)],
        ]
    }

    private static func course(_ job: Job, _ time: Int64) -> [[String]] {
        let moments: [(String, Int64?)] = [
            ("created", job.createdAt), ("started", job.startedAt), ("finished", job.finishedAt),
            ("run after", job.runAfter), ("lease until", job.leaseUntil),
        ]
        var rows = [
            ["state", job.state.rawValue + (job.isCancelRequested ? ", to be cancelled" : "")],
            ["attempt", "\(job.attempt) of \(job.maximumAttempts)"],
            ["crashes", "\(job.crashes)"], ["workers lost", "\(job.losses)"],
            ["postponed", "\(job.postponements)"], ["lease", "\(job.leaseToken)"],
        ]
        if let worker = job.worker { rows.append(["worker", printable(worker)]) }
        rows.append(["progress", progress(job.progress)])
        rows += moments.compactMap { name, moment in
            moment.map { [name, "\(timestamp($0)) (\(distance(from: time, to: $0)))"] }
        }
        return rows
    }

    private static func progress(_ progress: JobProgress) -> String {
        let parts = [
            fixed(progress.fraction * 100, 1) + " %", progress.stage.map(printable),
            progress.rate.map { fixed($0, 1) + "×" }, progress.remaining.map { clock(Double($0) / 1000) + " left" },
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }

    private static func failure(_ job: Job) -> [[String]] {
        guard let failure = job.failure else { return [] }
        var rows = [["error", JobTable.summary(failure)]]
        if let remedy = failure.remedy { rows.append(["remedy", printable(remedy)]) }
        rows.append(["permanent", failure.isPermanent ? "yes" : "no"])
        return rows
    }

    private static func distance(from time: Int64, to moment: Int64) -> String {
        let length = span(from: time, to: moment)
        return length > 0 ? "in \(age(length))" : "\(age(span(from: moment, to: time))) ago"
    }
}
