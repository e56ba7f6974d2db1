import FoundationEssentials
import LatheWorker
import Synchronization

/// `lathe gc`.
struct GarbageCommand: Sendable {
    let configuration: Configuration
    let grace: Duration
    let isDryRun: Bool

    static let dryRun = OptionSyntax(name: "dry-run", help: "only say what would go")
    static let grace = ValueOption<Duration>.duration(
        OptionSyntax(name: "grace", placeholder: "TIME", help: "what was replaced or left alone stays so long (24h)"),
        in: .zero ... .seconds(366 * 24 * 3600))

    static let syntax = CommandSyntax(
        name: "gc",
        summary: "delete packages that were replaced, what failed attempts left, and abandoned uploads",
        options: [dryRun, grace.syntax] + Configuration.options(.data, .database, .storage),
        notes: """
            A listener may be in the middle of a song when its track gets a new revision: choose a grace longer than
            the longest track and the life of a signed address.
            """)

    init(_ arguments: ParsedArguments, _ console: Console) throws {
        configuration = try Configuration(arguments, environment: console.environment)
        isDryRun = arguments.has(Self.dryRun)
        grace = try arguments.value(Self.grace) ?? .seconds(24 * 3600)
    }

    func run(_ console: Console) throws -> ExitStatus {
        let total = Mutex((packages: 0, bytes: 0))
        try Workplace.with(configuration, console, ifAbsent: .fails) { workplace in
            let collector = GarbageCollector(
                store: workplace.store, catalog: workplace.catalog, queue: workplace.queue)
            try await collector.run(
                grace: Int64(grace.seconds * 1000), now: Int64(Date().timeIntervalSince1970 * 1000), isDryRun: isDryRun
            ) { finding in
                total.withLock { ($0.packages, $0.bytes) = ($0.packages + 1, $0.bytes + finding.bytes) }
                try? console.write("\(finding.prefix)  \(counted(finding.objects, "object"))  \(size(finding.bytes))\n")
            }
            if !isDryRun { try await UploadCollector(store: workplace.store, catalog: workplace.catalog).run() }
        }
        let (packages, bytes) = total.withLock { $0 }
        console.warn("\(counted(packages, "package")), \(size(bytes)) \(isDryRun ? "would go" : "deleted")\n")
        return .success
    }
}
