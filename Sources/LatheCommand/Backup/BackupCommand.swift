import FoundationEssentials
import Glibc
import Lathe
import LatheBackup
import LatheStorage

/// `lathe backup`.
struct BackupCommand: Sendable {
    let configuration: Configuration
    let place: StorageURL
    let hasPackages: Bool
    let hasKeys: Bool
    /// Nil keeps all.
    let kept: Int?
    let isList: Bool
    let isJSON: Bool

    static let list = OptionSyntax(name: "list", help: "only say which backups are there")
    static let withoutPackages = OptionSyntax(
        name: "without-packages", help: "leave out what can be made again from the masters")
    static let withoutKeys = OptionSyntax(
        name: "without-keys", help: "leave out what tokens and addresses are signed with")
    static let keep = ValueOption<Int>.integer(
        OptionSyntax(name: "keep", placeholder: "N", help: "delete all but the newest N that are whole (keeps all)"),
        in: 1...100_000)
    static let json = OptionSyntax(name: "json", help: "print JSON, whose keys stay the same")

    static let syntax = CommandSyntax(
        name: "backup",
        summary: "copy database, masters, packages and keys while the service runs",
        operands: [BackupPlace.operand],
        options: [list, keep.syntax, withoutPackages, withoutKeys, json]
            + Configuration.options(.data, .database, .storage, .keys, .scratch),
        notes: """
            The database is copied as it is at one moment, then every object that its catalogue names. Objects never
            change, so the next backup to the same place copies only what is new; any of them can be deleted without
            harm to the others. A backup appears at its end, whole: one that was interrupted leaves nothing that could be
            taken for one. PostgreSQL is copied by its own pg_dump, of the server's version or newer; name the server
            itself there, no pooler.

            A folder of backups can be read by its owner alone: whoever has the keys of a backup can sign tokens. Put it
            on another disk, and think of --without-keys for a bucket that others read. In a bucket one command at a
            time may write; in a folder they see to that themselves.

            Not in it: masters that `lathe enqueue` left where they were, uploads that have not ended, lathe.json5, and
            packages that were replaced. Exit status 65 says that something was missing or damaged in the store; the
            rest is a backup all the same. --keep deletes nothing then, and never counts a backup that lacks something:
            a disk that is not mounted for a month costs no good one.

            examples:
              lathe backup /mnt/backup --data /var/lib/lathe --keep 14
              lathe verify /mnt/backup && lathe backup /mnt/backup --list
            """)

    init(_ arguments: ParsedArguments, _ console: Console) throws {
        configuration = try Configuration(arguments, environment: console.environment)
        place = try BackupPlace.url(arguments.operands[0], command: Self.syntax.name, console)
        hasPackages = !arguments.has(Self.withoutPackages)
        hasKeys = !arguments.has(Self.withoutKeys)
        kept = try arguments.value(Self.keep)
        isList = arguments.has(Self.list)
        isJSON = arguments.has(Self.json)
        try refuseStoreItself(console)
    }

    /// A backup in the store would be taken for objects of the store.
    private func refuseStoreItself(_ console: Console) throws {
        guard case .directory(let folder) = place,
            case .directory(let store) = try StorageURL(configuration.storage.value, environment: console.environment)
        else { return }
        let (inner, outer) = (URL(filePath: folder).standardized.path, URL(filePath: store).standardized.path)
        guard inner != outer, !inner.hasPrefix(outer.hasSuffix("/") ? outer : outer + "/") else {
            throw UsageError("backups cannot be kept in the store itself, \(store)", command: Self.syntax.name)
        }
    }

    func run(_ console: Console) throws -> ExitStatus {
        outliveFileSizeLimit()
        return try waitFor {
            if isList { return try await printList(of: repository(console), console) }
            let database = try configuration.existingDatabase()
            return try await database.whileOpen {
                let source = Backup.Source(
                    configuration.database.value, database: database,
                    store: try configuration.store(console, ifAbsent: .fails),
                    keys: keys(console))
                // After what must be there is: nothing is made for a backup of nothing.
                let repository = try repository(console)
                let report = try await Backup(
                    of: source, to: repository, hasPackages: hasPackages, version: LatheVersion.current,
                    environment: console.environment
                ).run(at: Int64(Date().timeIntervalSince1970 * 1000))
                let summary = BackupSummary(report, try await prune(repository, after: report))
                for finding in report.verification.findings { console.warn("lathe: \(line(for: finding))\n") }
                try console.write(isJSON ? jsonLine(summary) : summary.text)
                return report.verification.isClean ? .success : .damaged
            }
        }
    }

    private func repository(_ console: Console) throws -> BackupRepository {
        try BackupRepository(
            place, for: isList ? .read : .write, spool: configuration.spool(console), environment: console.environment)
    }

    /// A backup that lacks something is no reason to part with others, which may have it.
    private func prune(
        _ repository: BackupRepository, after report: Backup.Report
    ) async throws -> BackupSummary.Pruning {
        guard let kept else { return .unasked }
        guard report.verification.isClean else { return .withheld }
        return .done(try await repository.prune(keeping: kept, and: report.backup))
    }

    private func keys(_ console: Console) -> String? {
        guard hasKeys else { return nil }
        let path = configuration.keys.value
        if access(path, F_OK) == 0 { return path }
        console.warn("lathe: there are no keys at \(path): they are not in the backup\n")
        return nil
    }

    private func printList(of repository: BackupRepository, _ console: Console) async throws -> ExitStatus {
        let backups = try await repository.backups()
        for backup in backups where isJSON { try console.write(jsonLine(BackupSummary(backup))) }
        if isJSON { return .success }
        var table = Table(alignments: [.left, .right, .right, .right, .left])
        table.rows = backups.map(\.row)
        try console.write(table.rendered())
        return .success
    }
}

extension StoredBackup {
    /// Name, masters, packages, bytes, and what is not in it.
    fileprivate var row: [String] {
        let notes = [
            manifest.hasPackages ? nil : "without packages", manifest.keys == nil ? "without keys" : nil,
            manifest.missing > 0 ? "\(counted(manifest.missing, "object")) missing" : nil,
        ].compactMap(\.self)
        return [
            name, counted(manifest.masters, "master"), counted(manifest.packages, "package"),
            size(manifest.bytes + manifest.database.bytes), notes.joined(separator: ", "),
        ]
    }
}
