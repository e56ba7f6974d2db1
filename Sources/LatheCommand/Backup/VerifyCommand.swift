import LatheBackup
import LatheCatalog
import LatheDatabase
import LatheStorage

/// `lathe verify`.
struct VerifyCommand: Sendable {
    let configuration: Configuration
    /// Nil: the service's own store.
    let place: StorageURL?
    let backup: String?
    let sample: Sample
    let isJSON: Bool

    static let sample = ValueOption<Double>.number(
        OptionSyntax(
            name: "sample", placeholder: "PERCENT", help: "read only so many of the objects, chosen at random (100)"),
        in: 0...100)
    static let json = OptionSyntax(name: "json", help: "print one line of JSON, whose keys stay the same")

    static let syntax = CommandSyntax(
        name: "verify",
        summary: "read a backup, or the service's own store, and say what is missing or damaged",
        operands: [
            .init(
                placeholder: BackupPlace.operand.placeholder, isRequired: false,
                help: "where backups are; without it, the store is held against the database")
        ],
        options: [BackupPlace.name.syntax, sample.syntax, json]
            + Configuration.options(.data, .database, .storage, .scratch),
        notes: """
            A backup is read from beginning to end: every checksum; whether the database opens and is sound; whether
            every object that its catalogue names is there, down to the files of each package. The service's store is
            held against its database in the same way, while it runs. That an object is there, and its length, is asked
            of all even with --sample. The exit status is 0 where all is well, and 65 with findings.

            Where one of a backup's objects is damaged, delete it: the next backup copies it anew, if the store still has
            it, and all backups that need it are whole again.

            examples:
              lathe verify /mnt/backup
              lathe verify --data /var/lib/lathe --sample 5 --json
            """)

    init(_ arguments: ParsedArguments, _ console: Console) throws {
        configuration = try Configuration(arguments, environment: console.environment)
        place = try arguments.operands.first.map { try BackupPlace.url($0, command: Self.syntax.name, console) }
        backup = try arguments.value(BackupPlace.name)
        sample = Sample(percent: try arguments.value(Self.sample) ?? 100)
        isJSON = arguments.has(Self.json)
        guard place != nil || backup == nil else {
            throw UsageError("--backup needs to be told where backups are", command: Self.syntax.name)
        }
    }

    func run(_ console: Console) throws -> ExitStatus {
        let (subject, report) = try waitFor {
            if let place { try await verify(backupIn: place, console) } else { try await verifyStore(console) }
        }
        let verdict = Verdict(subject: subject, isClean: report.isClean, report: report)
        try console.write(isJSON ? jsonLine(verdict) : verdict.text)
        return report.isClean ? .success : .damaged
    }

    private func verify(backupIn place: StorageURL, _ console: Console) async throws -> (String, VerificationReport) {
        let repository = try BackupRepository(
            place, for: .read, spool: configuration.spool(console), environment: console.environment)
        let stored = try await repository.backup(named: backup)
        let verification = BackupVerification(
            of: stored, in: repository, sample: sample, environment: console.environment)
        return ("backup \(stored.name)", try await verification.run())
    }

    private func verifyStore(_ console: Console) async throws -> (String, VerificationReport) {
        let database = try configuration.existingDatabase()
        return try await database.whileOpen {
            let verification = StoreVerification(
                catalog: Catalog(database: database), store: try configuration.store(console, ifAbsent: .fails),
                spool: try configuration.spool(console), sample: sample)
            return ("store \(configuration.storage.value)", try await verification.run())
        }
    }

    private struct Verdict: Encodable {
        let subject: String
        let isClean: Bool
        let report: VerificationReport

        /// Findings, then one line that sums up.
        var text: String {
            let lines = report.findings.map { line(for: $0) + "\n" }.joined()
            let more = report.suppressed > 0 ? "… and \(grouped(report.suppressed)) more\n" : ""
            let extent =
                "\(counted(report.objects, "object")), \(grouped(report.read)) of them read, \(size(report.bytes))"
            let verdict = isClean ? "\(subject) is whole" : "\(subject) has \(counted(report.count, "finding"))"
            return lines + more + "\(verdict): \(extent)\n"
        }
    }
}
