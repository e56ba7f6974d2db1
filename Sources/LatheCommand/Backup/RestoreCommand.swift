import FoundationEssentials
import LatheBackup
import LatheDatabase
import LatheStorage

/// `lathe restore`.
struct RestoreCommand: Sendable {
    let configuration: Configuration
    let place: StorageURL
    let backup: String?
    let allowsLoss: Bool
    let isJSON: Bool

    static let allowLoss = OptionSyntax(
        name: "allow-loss", help: "restore what there is of a damaged backup, and say what is not")
    static let json = OptionSyntax(name: "json", help: "print one line of JSON, whose keys stay the same")

    static let syntax = CommandSyntax(
        name: "restore",
        summary: "make a service of a backup, where there is none",
        operands: [BackupPlace.operand],
        options: [BackupPlace.name.syntax, allowLoss, json]
            + Configuration.options(.data, .database, .storage, .keys, .scratch),
        notes: """
            Nothing is overwritten, also of what comes there meanwhile: the database, the store and the key file must not
            be there, or be empty; a key file may be the same. Everything is verified on its way and again in its place,
            and gets its name at the end. Interrupted, the same line goes on where it was; into a bucket, or when
            PostgreSQL was filled already, empty database and store first. PostgreSQL needs a database that was created
            and is empty.

            Jobs that ran when the backup was made wait again, uploads that had not ended are ended, and packages that
            are not in the backup are made again by the next worker. The tables of an older Lathe are brought to this
            version; the backup of a newer one is refused.

            examples:
              lathe restore /mnt/backup --data /var/lib/lathe && lathe serve --data /var/lib/lathe
              lathe restore s3://backup/lathe --database postgres://lathe@db/lathe --storage s3://music
            """)

    init(_ arguments: ParsedArguments, _ console: Console) throws {
        configuration = try Configuration(arguments, environment: console.environment)
        place = try BackupPlace.url(arguments.operands[0], command: Self.syntax.name, console)
        backup = try arguments.value(BackupPlace.name)
        allowsLoss = arguments.has(Self.allowLoss)
        isJSON = arguments.has(Self.json)
    }

    func run(_ console: Console) throws -> ExitStatus {
        outliveFileSizeLimit()
        let (stored, report) = try waitFor {
            let repository = try BackupRepository(
                place, for: .read, spool: configuration.spool(console), environment: console.environment)
            let stored = try await repository.backup(named: backup)
            let target = RestoreTarget(
                database: configuration.database.value,
                storage: try StorageURL(configuration.storage.value, environment: console.environment),
                keys: configuration.keys.value, environment: console.environment)
            if let file = configuration.database.value.file { try configuration.makeFolder(of: file) }
            if stored.manifest.keys != nil { try configuration.makeFolder(of: configuration.keys.value) }
            let restore = Restore(stored, from: repository, to: target, allowsLoss: allowsLoss)
            return (stored, try await restore.run())
        }
        let outcome = RestoreOutcome(stored, report)
        try console.write(isJSON ? jsonLine(outcome) : outcome.text)
        return report.verification.isClean ? .success : .damaged
    }
}

/// What a restoration came to, for people and programs.
struct RestoreOutcome: Encodable {
    let schema = "lathe-restore/1"
    let backup: String
    let masters: Int
    let packages: Int
    let bytes: Int
    let jobsHandedBack: Int
    let jobsRedone: Int
    let uploadsEnded: Int
    let migrations: Int
    let findings: [VerificationReport.Finding]

    init(_ stored: StoredBackup, _ report: Restore.Report) {
        backup = stored.name
        (masters, packages) = (stored.manifest.masters, stored.manifest.packages)
        bytes = stored.manifest.bytes
        (jobsHandedBack, jobsRedone) = (report.work.handedBack, report.work.redone)
        (uploadsEnded, migrations) = (report.work.endedUploads, report.migrations)
        findings = report.verification.findings
    }

    var text: String {
        let notes = [
            jobsHandedBack > 0 ? "\(counted(jobsHandedBack, "job")) that ran will begin again" : nil,
            jobsRedone > 0 ? "\(counted(jobsRedone, "package")) will be made again" : nil,
            uploadsEnded > 0 ? "\(counted(uploadsEnded, "upload")) had not ended and must be sent again" : nil,
            migrations > 0 ? "the tables were brought to this version by \(counted(migrations, "step"))" : nil,
        ].compactMap(\.self)
        return findings.map { line(for: $0) + "\n" }.joined()
            + "restored \(backup): \(counted(masters, "master")), \(counted(packages, "package")), \(size(bytes))\n"
            + notes.map { "  \($0)\n" }.joined()
    }
}
