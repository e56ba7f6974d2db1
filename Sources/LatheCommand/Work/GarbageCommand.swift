import FoundationEssentials
import LatheWorker
import Synchronization

/// `lathe gc`.
struct GarbageCommand: Sendable {
    let configuration: Configuration
    let grace: Duration
    /// Days; 0 for ever.
    let jobLife: Int
    let isDryRun: Bool

    static let dryRun = OptionSyntax(name: "dry-run", help: "only say what would go")
    static let grace = ValueOption<Duration>.duration(
        OptionSyntax(name: "grace", placeholder: "TIME", help: "what was replaced or left alone stays so long (24h)"),
        in: .zero ... .seconds(366 * 24 * 3600))

    static let jobLife = ValueOption<Int>.integer(
        OptionSyntax(
            name: "jobs-older-than", placeholder: "DAYS",
            help: "forget jobs that ended so long ago and no track needs; 0 keeps all (90)"),
        in: 0...36_500)

    static let syntax = CommandSyntax(
        name: "gc",
        summary: "delete packages that were replaced, what failed attempts left, abandoned uploads, and old jobs",
        options: [dryRun, grace.syntax, jobLife.syntax] + Configuration.options(.data, .database, .storage),
        notes: """
            A listener may be in the middle of a song when its track gets a new revision: choose a grace longer than
            the longest track and the life of a signed address.

            A job is kept, whatever its age, while it makes the newest revision of a track, or made what is heard.
            """)

    init(_ arguments: ParsedArguments, _ console: Console) throws {
        configuration = try Configuration(arguments, environment: console.environment)
        isDryRun = arguments.has(Self.dryRun)
        grace = try arguments.value(Self.grace) ?? .seconds(24 * 3600)
        jobLife = try arguments.value(Self.jobLife) ?? 90
    }

    func run(_ console: Console) throws -> ExitStatus {
        let total = Mutex((packages: 0, bytes: 0))
        let (parts, jobs) = try Workplace.with(configuration, console, ifAbsent: .fails) { workplace in
            let collector = GarbageCollector(
                store: workplace.store, catalog: workplace.catalog, queue: workplace.queue)
            let (grace, now) = (Int64(grace.seconds * 1000), Int64(Date().timeIntervalSince1970 * 1000))
            try await collector.run(grace: grace, now: now, isDryRun: isDryRun) { finding in
                total.withLock { ($0.packages, $0.bytes) = ($0.packages + 1, $0.bytes + finding.bytes) }
                try? console.write("\(finding.prefix)  \(counted(finding.objects, "object"))  \(size(finding.bytes))\n")
            }
            let parts = try await collector.abortParts(grace: grace, now: now, isDryRun: isDryRun)
            if !isDryRun { try await UploadCollector(store: workplace.store, catalog: workplace.catalog).run() }
            return (parts, try await forgetJobs(collector))
        }
        let (packages, bytes) = total.withLock { $0 }
        console.warn(
            """
            \(counted(packages, "package")), \(size(bytes)), \(counted(parts, "unfinished object")), \
            \(counted(jobs, "old job")) \(isDryRun ? "would go" : "deleted")

            """)
        return .success
    }

    private func forgetJobs(_ collector: GarbageCollector) async throws -> Int {
        guard jobLife > 0 else { return 0 }
        return try await collector.forgetJobs(olderThan: Int64(jobLife) * 24 * 3_600_000, isDryRun: isDryRun)
    }
}
