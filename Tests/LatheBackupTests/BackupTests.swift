internal import Foundation
@testable internal import LatheBackup
internal import LatheCatalog
internal import LatheDatabase
internal import LatheStorage
internal import TestDatabases
internal import Testing

struct BackupTests {
    @Test(
        "Everything that the catalogue names goes in, and the next time only what is new",
        arguments: DatabaseKind.allCases)
    func incremental(_ kind: DatabaseKind) async throws {
        let service = try await SmallService(kind)
        try await service.addUpload("one")
        try await service.addTrack("a", files: 3)
        let first = try await service.backUp()
        #expect(first.verification.isClean)
        #expect(first.added.objects == 5)
        #expect(first.backup.manifest.masters == 1)
        #expect(first.backup.manifest.packages == 1)
        #expect(first.backup.manifest.objectCount == 5)
        try await service.addUpload("another")
        let second = try await service.backUp()
        #expect(second.added == (1, 7))
        #expect(second.backup.manifest.objectCount == 6)
        for backup in [first, second] { #expect(try await service.verify(backup.backup).findings == []) }
        let names = try await service.repository(.read).backups().map(\.name)
        #expect(names == [first.backup.name, second.backup.name])
    }

    @Test("What listeners are not sent to any more stays out; masters do not")
    func replaced() async throws {
        let service = try await SmallService()
        let old = try await service.addTrack("a", files: 5)
        let new = try await service.addTrack("a", files: 2)
        #expect(old.id == new.id)
        #expect(try await service.backUp().backup.manifest.objectCount == 3)
    }

    @Test("An enqueued master that is in the store goes in")
    func enqueued() async throws {
        let service = try await SmallService()
        try await service.addTrack("a", files: 1, seed: "x")
        try await service.store.put(.bytes([1]), at: ObjectKey("masters/a-x"))
        let report = try await service.backUp()
        #expect(report.backup.manifest.masters == 1)
        #expect(try await service.verify(report.backup).isClean)
    }

    @Test(
        "An enqueued master is missed where it was put into the store, and nowhere else",
        arguments: DatabaseKind.allCases)
    func lostDelivery(_ kind: DatabaseKind) async throws {
        let service = try await SmallService(kind)
        let key = "masters/a-x"
        try await service.addTrack("a", seed: "x", payload: #"{"master":{"object":{"key":"masters/a-x"}}}"#)
        try await service.addTrack("b", seed: "y", payload: #"{"master":{"file":{"path":"/object/b"}}}"#)
        try await service.addTrack("c", seed: "z", payload: #"{"master":{"object":{"key":"masters/c-z"}}}"#)
        for key in [key, "masters/c-z"] { try await service.store.put(.bytes([1]), at: ObjectKey(key)) }
        let whole = try await service.backUp()
        #expect(whole.verification.isClean && whole.backup.manifest.masters == 2)
        #expect(whole.backup.manifest.lostDeliveries == nil)
        #expect(try await service.verifyStore().isClean)

        try await service.store.delete([ObjectKey(key)])
        #expect(try await service.verifyStore().findings.map(\.subject) == [key])
        let report = try await service.backUp()
        #expect(report.verification.findings.map(\.subject) == [key])
        #expect((report.backup.manifest.missing, report.backup.manifest.masters) == (1, 1))
        let verified = try await service.verify(report.backup).findings
        #expect(verified.map(\.subject) == [key] && verified.map(\.code) == [.missing])
        #expect(try await service.verify(whole.backup).isClean)
        let restored = try await RestoredService(kind)
        let error = await #expect(throws: BackupError.self) {
            try await restored.restore(report.backup, of: service)
        }
        #expect(error?.code == .damaged)
        try await restored.restore(whole.backup, of: service)
    }

    @Test("Nobody else can read what is in it")
    func modes() async throws {
        let service = try await SmallService()
        try await service.addTrack("a")
        try await service.backUp()
        let root = service.folder + "/backups"
        for path in try [""] + FileManager.default.subpathsOfDirectory(atPath: root).map({ "/" + $0 }) {
            let mode = try FileManager.default.attributesOfItem(atPath: root + path)[.posixPermissions] as? Int ?? 0
            #expect(mode & 0o077 == 0, "\(path)")
        }
    }

    @Test("What is missing or damaged in the store is told, and the rest is a backup")
    func incomplete() async throws {
        let service = try await SmallService()
        let lost = try await service.addUpload("lost")
        let torn = try await service.addUpload("torn")
        try await service.addTrack("a", files: 2)
        try await service.store.delete([ObjectKey(lost)])
        try flipBit(in: "\(service.folder)/store/\(torn)")
        let report = try await service.backUp()
        #expect(report.verification.findings.map(\.subject) == [lost, torn])
        #expect(report.verification.findings.map(\.code) == [.missing, .damaged])
        #expect(report.backup.manifest.missing == 2)
        #expect(report.backup.manifest.objectCount == 3)
        #expect(try await service.verify(report.backup).findings.map(\.subject) == [lost, torn])
    }

    @Test("Those who write are alone; those who read are not")
    func locks() async throws {
        let service = try await SmallService()
        let writing = try service.repository()
        #expect(throws: BackupError.self) { try service.repository() }
        let error = #expect(throws: BackupError.self) { try service.repository(.read) }
        #expect(error?.code == .busy)
        withExtendedLifetime(writing) {}
    }

    @Test("A folder that is not there is not made by reading")
    func absent() async throws {
        let service = try await SmallService()
        let error = #expect(throws: BackupError.self) { try service.repository(.read, name: "nowhere") }
        #expect(error?.code == .notFound)
        #expect(!FileManager.default.fileExists(atPath: service.folder + "/nowhere"))
        let none = try service.repository()
        let noBackup = await #expect(throws: BackupError.self) { try await none.backup() }
        #expect(noBackup?.code == .notFound)
    }

    @Test("A database without tables of Lathe is not backed up")
    func foreign() async throws {
        let service = try await SmallService()
        let url = try DatabaseURL(file: service.folder + "/empty.db")
        let database = try Database(url)
        let source = Backup.Source(url, database: database, store: service.store, keys: nil)
        let repository = try service.repository()
        let error = await #expect(throws: BackupError.self) {
            try await Backup(of: source, to: repository, version: "1", environment: [:]).run(at: 0)
        }
        #expect(error?.code == .notFound)
        #expect(try await repository.names() == [])
        await database.close()
    }
}
