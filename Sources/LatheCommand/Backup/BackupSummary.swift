import LatheBackup

/// What a backup came to, for people and programs.
struct BackupSummary: Encodable {
    let schema = "lathe-backup-summary/1"
    let backup: String
    let createdAt: String
    let version: String
    let database: String
    let databaseBytes: Int
    let masters: Int
    let packages: Int
    let objects: Int
    let bytes: Int
    let hasPackages: Bool
    let hasKeys: Bool
    let missing: Int
    var addedObjects: Int?
    var addedBytes: Int?
    var findings: [VerificationReport.Finding]?
    var prunedBackups: Int?
    var prunedObjects: Int?
    var prunedBytes: Int?
    var pruningWithheld: Bool?

    /// What came of `--keep`.
    enum Pruning {
        /// Nobody said it.
        case unasked
        case done(BackupRepository.Pruned)
        /// The new backup lacks something.
        case withheld
    }

    init(_ stored: StoredBackup) {
        let manifest = stored.manifest
        (backup, createdAt, version) = (stored.name, timestamp(manifest.createdAt), manifest.version)
        (database, databaseBytes) = (manifest.dialect, manifest.database.bytes)
        (masters, packages) = (manifest.masters, manifest.packages)
        (objects, bytes) = (manifest.objectCount, manifest.bytes)
        (hasPackages, hasKeys) = (manifest.hasPackages, manifest.keys != nil)
        missing = manifest.missing
    }

    init(_ report: Backup.Report, _ pruning: Pruning) {
        self.init(report.backup)
        (addedObjects, addedBytes) = (report.added.objects, report.added.bytes)
        findings = report.verification.findings
        switch pruning {
        case .unasked: break
        case .done(let pruned):
            (prunedBackups, prunedObjects, prunedBytes) = (pruned.backups, pruned.objects, pruned.bytes)
        case .withheld:
            (prunedBackups, prunedObjects, prunedBytes, pruningWithheld) = (0, 0, 0, true)
        }
    }

    var text: String {
        var table = Table(alignments: [.left, .left])
        table.rows = [
            ["database", "\(database), \(size(databaseBytes))"], ["masters", grouped(masters)],
            ["packages", hasPackages ? grouped(packages) : "left out"],
            [
                "objects",
                "\(grouped(objects)), \(size(bytes)); new: \(grouped(addedObjects ?? 0)), \(size(addedBytes ?? 0))",
            ],
            ["keys", hasKeys ? "included: whoever reads the backup can sign tokens" : "left out"],
        ]
        if missing > 0 { table.rows.append(["missing", grouped(missing)]) }
        if pruningWithheld == true {
            table.rows.append(["deleted", "nothing: this backup lacks what an older one may have"])
        } else if let prunedBackups, let prunedObjects, let prunedBytes {
            table.rows.append([
                "deleted",
                "\(counted(prunedBackups, "older backup")), \(counted(prunedObjects, "object")), \(size(prunedBytes))",
            ])
        }
        return "\(backup)\n" + table.rendered(indent: "  ")
    }
}

/// `missing: masters/0192…: it is not there`
func line(for finding: VerificationReport.Finding) -> String {
    printable("\(finding.code.rawValue): \(finding.subject): \(finding.message)")
}
