import FoundationEssentials
import Lathe
import LatheJobs
import LatheWorker

/// `lathe enqueue`.
struct EnqueueCommand: Sendable {
    let masters: [String]
    let wish: Intake.Wish
    let uploads: Bool
    let configuration: Configuration
    let report: EnqueueReport

    static let priority = ValueOption<Int>.integer(
        OptionSyntax(name: "priority", placeholder: "N", help: "0 to 9, the highest first within a tenant (0)"),
        in: NewJob.priorities)
    static let tenant = ValueOption.text(
        OptionSyntax(name: "tenant", placeholder: "NAME", help: "whose they are; tenants share the workers fairly"))
    static let queueName = ValueOption.text(
        OptionSyntax(name: "queue", placeholder: "NAME", help: "the queue that they wait in (default)"))
    static let upload = OptionSyntax(
        name: "upload", help: "put masters into the store first; always so where that is S3")
    static let json = OptionSyntax(name: "json", help: "print a line of JSON for each master")

    static let syntax = CommandSyntax(
        name: "enqueue",
        summary: "let workers make streaming packages of masters",
        operands: [
            .init(
                placeholder: "MASTER", isRepeatable: true,
                help: "a FLAC, WAV, RF64, W64 or AIFF file, its file:// URI, or a folder of them")
        ],
        options: [
            tenant.syntax, priority.syntax, queueName.syntax, TranscodeRequest.preset.syntax,
            TranscodeRequest.layout.syntax, upload, json,
        ] + Configuration.options(.data, .database, .storage),
        notes: """
            Each master is read once, for its checksum: the same content from the same place for the same preset is
            enqueued once, however often this is said. Changed content becomes a new revision of its track.

            examples:
              lathe enqueue master.flac
              lathe enqueue /music/deliveries --tenant label --priority 5
              lathe worker --drain
            """)

    init(_ arguments: ParsedArguments, _ console: Console) throws {
        masters = arguments.operands
        configuration = try Configuration(arguments, environment: console.environment)
        uploads = arguments.has(Self.upload) || !configuration.sharesFiles
        report = EnqueueReport(console: console, isJSON: arguments.has(Self.json))
        var wish = Intake.Wish()
        wish.tenant = try arguments.value(Self.tenant) ?? wish.tenant
        wish.priority = try arguments.value(Self.priority) ?? wish.priority
        wish.queue = try arguments.value(Self.queueName) ?? wish.queue
        wish.layout = try arguments.value(TranscodeRequest.layout) ?? wish.layout
        wish.preset = try TranscodeRequest.preset(at: try arguments.value(TranscodeRequest.preset) ?? "music")
        self.wish = wish
    }

    /// - Returns: success where every master was accepted; else the status of the first that was not.
    func run(_ console: Console) throws -> ExitStatus {
        let files = try masters.flatMap(MasterSearch.files)
        return try Workplace.with(configuration, console) { workplace in
            let intake = Intake(
                store: workplace.store, catalog: workplace.catalog, queue: workplace.queue, uploadsMasters: uploads)
            return try await accept(files, intake)
        }
    }

    /// A few at a time: one is read while another is written down.
    private func accept(_ files: [String], _ intake: Intake) async throws -> ExitStatus {
        var status = ExitStatus.success
        var rest = files.makeIterator()
        try await withThrowingTaskGroup(of: Outcome.self) { group in
            for file in files.prefix(4) {
                _ = rest.next()
                group.addTask { await attempt(file, intake) }
            }
            while let outcome = try await group.next() {
                if let file = rest.next() { group.addTask { await attempt(file, intake) } }
                switch outcome.result {
                case .success(let accepted): try report.accepted(outcome.file, accepted.job, accepted.isNew)
                case .failure(let error):
                    try report.refused(outcome.file, error)
                    if status == .success { status = ExitStatus(error) }
                }
            }
        }
        report.finish()
        return status
    }

    private struct Outcome: Sendable {
        let file: String
        let result: Result<Accepted, any Error>
    }

    private struct Accepted: Sendable {
        let job: Job
        let isNew: Bool
    }

    private func attempt(_ file: String, _ intake: Intake) async -> Outcome {
        do {
            let (job, isNew) = try await intake.accept(file: file, wish)
            return Outcome(file: file, result: .success(Accepted(job: job, isNew: isNew)))
        } catch {
            return Outcome(file: file, result: .failure(error))
        }
    }
}
