import LatheJobs

/// `lathe jobs list`.
struct JobsListCommand {
    static let state = ValueOption<Job.State>.choice(
        OptionSyntax(name: "state", placeholder: "STATE", isRepeatable: true, help: "only jobs in this state"))
    static let tenant = ValueOption.text(
        OptionSyntax(name: "tenant", placeholder: "NAME", help: "only this tenant's jobs"))
    static let queue = ValueOption.text(
        OptionSyntax(name: "queue", placeholder: "NAME", help: "only this queue's jobs"))
    static let limit = ValueOption<Int>.integer(
        OptionSyntax(name: "limit", placeholder: "N", help: "so many at most; 50 by default"), in: 1...10_000)
    static let before = ValueOption.text(
        OptionSyntax(name: "before", placeholder: "ID", help: "only jobs that are older than this one"))
    static let json = OptionSyntax(name: "json", help: "print a line of JSON a job, whose keys stay the same")

    static let syntax = CommandSyntax(
        name: "jobs list",
        summary: "list jobs, the newest first",
        options: [state.syntax, tenant.syntax, queue.syntax, limit.syntax, before.syntax, json] + JobsCommand.places)

    private let arguments: ParsedArguments
    private let filter: JobFilter
    private let limit: Int
    private let before: String?

    init(_ arguments: ParsedArguments) throws {
        self.arguments = arguments
        filter = JobFilter(
            states: try arguments.values(Self.state), tenant: try arguments.value(Self.tenant),
            queue: try arguments.value(Self.queue))
        limit = try arguments.value(Self.limit) ?? 50
        before = try arguments.value(Self.before)
    }

    func run(_ console: Console) throws {
        let (jobs, time) = try JobsCommand.withQueue(arguments, console) { [filter, limit, before] queue in
            var last: Job.ID?
            if let before { last = try await queue.job(named: before, to: "list jobs before").id }
            return (try await queue.list(filter, limit: limit + 1, before: last), try await queue.time())
        }
        let page = Array(jobs.prefix(limit))
        if arguments.has(Self.json) {
            for job in page { try console.write(jsonLine(JobDocument(job))) }
        } else {
            try console.write(JobTable.rendered(page, at: time, columns: console.outputTerminal?.size.columns))
        }
        if jobs.count > page.count, let last = page.last {
            console.warn("lathe: there are more; go on with --before \(last.shortID)\n")
        }
    }
}
