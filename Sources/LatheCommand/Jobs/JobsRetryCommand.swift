import LatheJobs

/// `lathe jobs retry`.
struct JobsRetryCommand {
    static let all = OptionSyntax(name: "all", help: "every dead job")
    static let tenant = ValueOption.text(
        OptionSyntax(name: "tenant", placeholder: "NAME", help: "with --all: only this tenant's jobs"))
    static let rendition = ValueOption.text(
        OptionSyntax(
            name: "rendition", placeholder: "ID", isRepeatable: true, help: "make only this one, such as aac-96"))

    static let syntax = CommandSyntax(
        name: "jobs retry",
        summary: "start dead or cancelled jobs again, with all their attempts",
        operands: [.init(placeholder: "ID", isRequired: false, isRepeatable: true, help: JobsCommand.ids.help)],
        options: [all, tenant.syntax, rendition.syntax] + JobsCommand.places)

    private let arguments: ParsedArguments
    private let tenant: String?
    private let renditions: [String]

    init(_ arguments: ParsedArguments) throws {
        self.arguments = arguments
        tenant = try arguments.value(Self.tenant)
        renditions = try arguments.values(Self.rendition)
        let isAll = arguments.has(Self.all)
        let name = Self.syntax.name
        guard isAll || !arguments.operands.isEmpty else { throw UsageError("\(name) needs ID or --all", command: name) }
        guard !isAll || arguments.operands.isEmpty else {
            throw UsageError("--all and an ID exclude each other", command: name)
        }
        guard isAll || tenant == nil else { throw UsageError("--tenant needs --all", command: name) }
        guard !isAll || renditions.isEmpty else {
            throw UsageError("--rendition needs an ID: jobs differ in what they make", command: name)
        }
    }

    func run(_ console: Console) throws -> ExitStatus {
        guard !arguments.has(Self.all) else {
            let count = try JobsCommand.withQueue(arguments, console) { [tenant] queue in
                try await queue.retryDead(JobFilter(tenant: tenant))
            }
            try console.write("\(counted(count, "job")) available again\n")
            return .success
        }
        return try JobsCommand.withQueue(arguments, console) { [self] queue in
            try await JobsCommand.forEach(arguments.operands, console) { word in
                let job = try await queue.job(named: word, to: "retry")
                try await retry(job, queue)
                try console.write("\(job.shortID) available again\n")
            }
        }
    }

    private func retry(_ job: Job, _ queue: JobQueue) async throws {
        let payload = renditions.isEmpty ? nil : try RenditionSelection.select(renditions, of: job.payload)
        guard try await !queue.retry(job.id, payload: payload) else { return }
        let now = try await queue.job(job.id)?.state ?? job.state
        throw CommandError(
            .wrongState, "retry", "the job \(job.shortID)", because: "its state is \(now.rawValue)",
            remedy: now.isFinal ? nil : "It goes on by itself.")
    }
}
