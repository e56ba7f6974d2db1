import Foundation
import LatheCatalog
import LatheAccess
import LatheCrypto
import LatheDatabase
import Testing

@testable import LatheBackup
@testable import LatheCommand

@Suite("What lathe backup, verify and restore say")
struct BackupCommandTests {
    private static let blob = Blob(sha256: [UInt8]().withUnsafeBytes { SHA256Digest(of: $0) }, bytes: 401_408)

    private static func stored(hasPackages: Bool = true, hasKeys: Bool = true, missing: Int = 0) -> StoredBackup {
        var manifest = BackupManifest(
            createdAt: 1_795_662_338_489, version: "0.1.0", dialect: "sqlite", migrations: [], database: blob,
            names: blob, objects: blob, keys: hasKeys ? blob : nil, hasPackages: hasPackages)
        (manifest.masters, manifest.packages, manifest.missing) = (1200, hasPackages ? 1100 : 0, missing)
        (manifest.objectCount, manifest.bytes) = (57_000, 81_500_000_000)
        return StoredBackup(name: "20261126T030538489Z-785b9fb486faa2e6", manifest: manifest)
    }

    @Test("A backup sums up what is in it, what is new, and what went")
    func summary() {
        let report = Backup.Report(
            backup: Self.stored(), verification: VerificationReport(), added: (objects: 52, bytes: 5_500_000))
        let pruned = BackupRepository.Pruned(backups: 1, objects: 40, bytes: 1_200_000)
        #expect(
            BackupSummary(report, .done(pruned)).text == """
                20261126T030538489Z-785b9fb486faa2e6
                  database  sqlite, 401.4 kB
                  masters   1,200
                  packages  1,100
                  objects   57,000, 81.5 GB; new: 52, 5.5 MB
                  keys      included: whoever reads the backup can sign tokens
                  deleted   1 older backup, 40 objects, 1.2 MB

                """)
    }

    @Test("What is left out, and what is missing, is said")
    func without() {
        let report = Backup.Report(
            backup: Self.stored(hasPackages: false, hasKeys: false, missing: 2), verification: VerificationReport(),
            added: (objects: 0, bytes: 0))
        #expect(
            BackupSummary(report, .unasked).text == """
                20261126T030538489Z-785b9fb486faa2e6
                  database  sqlite, 401.4 kB
                  masters   1,200
                  packages  left out
                  objects   57,000, 81.5 GB; new: 0, 0 B
                  keys      left out
                  missing   2

                """)
    }

    /// A disk that is not mounted is an empty folder.
    @Test("A backup that lacks something costs no older one, and says why")
    func withheld() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/lathe-withheld-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (data, backups) = (folder + "/data", folder + "/backups")
        let catalog = Catalog(
            database: try await Configuration.resolve(flags: ["data": data]).openDatabase(ifAbsent: .creates))
        _ = try await catalog.database.write { connection in
            let upload = try catalog.issueUpload(
                NewUpload(objectKey: "masters/one", lifetime: 3_600_000), to: "ada", in: connection)
            return try catalog.completeUpload(upload.id, bytes: 4, in: connection)
        }
        await catalog.database.close()
        try FileManager.default.createDirectory(atPath: data + "/store/masters", withIntermediateDirectories: true)
        try Data("song".utf8).write(to: URL(filePath: data + "/store/masters/one"))
        let words = ["backup", backups, "--data", data, "--keep", "1"]
        let whole = await runAside(words + ["--json"])
        #expect(whole.status == .success, "\(whole.errors)")
        let name = try #require(JSONValue(text: whole.output)["backup"]?.string)

        try FileManager.default.moveItem(atPath: data + "/store", toPath: data + "/unmounted")
        try FileManager.default.createDirectory(atPath: data + "/store", withIntermediateDirectories: true)
        let lacking = await runAside(words)
        #expect(lacking.status == .damaged)
        #expect(lacking.output.contains("deleted   nothing: this backup lacks what an older one may have\n"))
        let told = await runAside(words + ["--json"])
        #expect(JSONValue(text: told.output)["pruningWithheld"] == .bool(true))
        let verified = await runAside(["verify", backups, "--backup", name, "--data", data])
        #expect(verified.status == .success, "\(verified.errors)")

        // Those that lack something are not among the ones to be kept, and go with time.
        try FileManager.default.removeItem(atPath: data + "/store")
        try FileManager.default.moveItem(atPath: data + "/unmounted", toPath: data + "/store")
        let pruned = await runAside(words + ["--json"])
        #expect(JSONValue(text: pruned.output)["prunedBackups"]?.number == 3)
    }

    @Test("A restoration says what begins again")
    func restored() {
        let work = RevivedWork(handedBack: 1, endedUploads: 2, redone: 3)
        let report = Restore.Report(work: work, migrations: 1, verification: VerificationReport())
        #expect(
            RestoreOutcome(Self.stored(), report).text == """
                restored 20261126T030538489Z-785b9fb486faa2e6: 1200 masters, 1100 packages, 81.5 GB
                  1 job that ran will begin again
                  3 packages will be made again
                  2 uploads had not ended and must be sent again
                  the tables were brought to this version by 1 step

                """)
    }

    @Test("Programs are told the same, in keys that stay")
    func json() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/lathe-backup-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (data, backups) = (folder + "/data", folder + "/backups")
        let configuration = try Configuration.resolve(flags: ["data": data])
        await (try configuration.openDatabase(ifAbsent: .creates)).close()
        try FileManager.default.createDirectory(atPath: data + "/store", withIntermediateDirectories: true)
        let backup = await runAside(["backup", backups, "--data", data, "--json", "--keep", "3"])
        #expect(backup.status == .success)
        #expect(backup.errors == "lathe: there are no keys at \(data)/keys.json: they are not in the backup\n")
        let said = JSONValue(text: backup.output)
        #expect(said["schema"]?.string == "lathe-backup-summary/1")
        #expect(said["masters"]?.number == 0 && said["prunedBackups"]?.number == 0)
        #expect(said["hasKeys"] == .bool(false) && said["findings"] == .array([]))
        let name = try #require(said["backup"]?.string)

        let list = await runAside(["backup", backups, "--list", "--data", data])
        #expect(list.output.hasPrefix(name) && list.output.contains("without keys"))
        let verified = await runAside(["verify", backups, "--backup", name, "--data", data, "--json"])
        #expect(verified.status == .success)
        #expect(JSONValue(text: verified.output)["isClean"] == .bool(true))
        #expect(JSONValue(text: verified.output)["report"]?["schema"]?.string == "lathe-verification/1")
        let restored = await runAside(["restore", backups, "--data", folder + "/restored", "--json"])
        #expect(restored.status == .success, "\(restored.errors)")
        #expect(JSONValue(text: restored.output)["backup"]?.string == name)
        let unknown = await runAside(["verify", backups, "--backup", "yesterday", "--data", data])
        #expect(unknown.status == .noInput && unknown.errors.contains("lathe backup --list"))
    }
}
