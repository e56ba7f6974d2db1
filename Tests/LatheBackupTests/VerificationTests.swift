internal import Foundation
@testable internal import LatheBackup
internal import LatheCatalog
internal import LatheDatabase
internal import LatheStorage
internal import TestDatabases
internal import Testing

struct VerificationTests {
    /// A part of a backup.
    enum Part: Sendable, CaseIterable { case database, names, objects, keys, master, packageDocument, packageFile }

    private static func blob(of part: Part, in manifest: BackupManifest, _ repository: BackupRepository) async throws
        -> Blob
    {
        switch part {
        case .database: return manifest.database
        case .names: return manifest.names
        case .objects: return manifest.objects
        case .keys: return try #require(manifest.keys)
        case .master: return try await object(in: manifest, repository) { $0.hasPrefix("masters/") }
        case .packageDocument: return try await object(in: manifest, repository) { $0.hasSuffix("/package.json") }
        case .packageFile: return try await object(in: manifest, repository) { $0.hasSuffix(".m4s") }
        }
    }

    private static func object(
        in manifest: BackupManifest, _ repository: BackupRepository, where isMeant: (String) -> Bool
    ) async throws -> Blob {
        var found: [Blob] = []
        try await repository.forEachObject(of: manifest) { found += $0.filter { isMeant($0.key) }.map(\.blob) }
        return try #require(found.first)
    }

    private func path(of part: Part, _ backup: StoredBackup, _ service: SmallService) async throws -> String {
        let blob = try await Self.blob(of: part, in: backup.manifest, service.repository(.read))
        return try "\(service.folder)/backups/\(blob.key.text)"
    }

    @Test("One bit is found, wherever it is", arguments: Part.allCases, DatabaseKind.allCases)
    func bit(_ part: Part, _ kind: DatabaseKind) async throws {
        let service = try await SmallService(kind)
        try await service.addUpload()
        try await service.addTrack("a")
        let backup = try await service.backUp().backup
        #expect(try await service.verify(backup).isClean)
        try flipBit(in: try await path(of: part, backup, service))
        let report = try await service.verify(backup)
        #expect(report.findings.map(\.code) == [.damaged])
        let restored = try await RestoredService(kind)
        let error = await #expect(throws: BackupError.self) { try await restored.restore(backup, of: service) }
        #expect(error?.code == .damaged)
        #expect(!restored.names.contains("lathe.db"))
    }

    @Test("What is not there is found, wherever it was", arguments: Part.allCases)
    func absence(_ part: Part) async throws {
        let service = try await SmallService()
        try await service.addUpload()
        try await service.addTrack("a")
        let backup = try await service.backUp().backup
        try FileManager.default.removeItem(atPath: try await path(of: part, backup, service))
        #expect(try await service.verify(backup, sample: .nothing).findings.map(\.code) == [.missing])
    }

    @Test("A damaged object that is deleted is copied anew, and those that need it are whole again")
    func healed() async throws {
        let service = try await SmallService()
        try await service.addTrack("a")
        let backup = try await service.backUp().backup
        let damaged = try await path(of: .packageFile, backup, service)
        try flipBit(in: damaged)
        #expect(try await service.backUp().added.objects == 0)
        #expect(try await !service.verify(backup).isClean)
        try FileManager.default.removeItem(atPath: damaged)
        #expect(try await service.backUp().added.objects == 1)
        #expect(try await service.verify(backup).isClean)
    }

    @Test("A manifest that was changed is none")
    func manifest() async throws {
        let service = try await SmallService()
        let backup = try await service.backUp().backup
        let path = "\(service.folder)/backups/backups/\(backup.name).json"
        // As somebody would who copies it, without the attributes that the store keeps beside it.
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try Data(text.replacing("\"missing\" : 0", with: "\"missing\" : 1").utf8).write(to: URL(filePath: path))
        let repository = try service.repository(.read)
        let error = await #expect(throws: BackupError.self) { try await repository.backup() }
        #expect(error?.code == .damaged)
    }

    @Test("A catalogue that names more than the backup lists is found out")
    func names() async throws {
        let service = try await SmallService()
        try await service.addUpload()
        var manifest = try await service.backUp().backup.manifest
        let repository = try service.repository()
        let empty = service.folder + "/empty"
        try Data().write(to: URL(filePath: empty))
        manifest.names = try await repository.add(file: empty)
        manifest.objects = manifest.names
        let forged = StoredBackup(name: "forged", manifest: manifest)
        let report = try await BackupVerification(of: forged, in: repository, environment: [:]).run()
        #expect(report.findings.map(\.code) == [.database])
    }

    @Test("The store is held against the catalogue while the service runs", arguments: DatabaseKind.allCases)
    func store(_ kind: DatabaseKind) async throws {
        let service = try await SmallService(kind)
        let torn = try await service.addUpload()
        let lost = try await service.addUpload()
        let track = try await service.addTrack("a", files: 4)
        #expect(try await service.verifyStore().findings == [])
        #expect(try await service.verifyStore().read == 7)
        try flipBit(in: "\(service.folder)/store/\(torn)")
        try await service.store.delete([ObjectKey(lost)])
        let files = objects(in: service.folder + "/store/tracks/\(track.id)").keys.sorted()
        let short = "tracks/\(track.id)/\(files[0])"
        try Data([1]).write(to: URL(filePath: "\(service.folder)/store/\(short)"))
        let report = try await service.verifyStore()
        #expect(report.findings.map(\.subject) == [torn, lost, short])
        #expect(report.findings.map(\.code) == [.damaged, .missing, .damaged])
        // Sampling looks for all, and reads some.
        #expect(try await service.verifyStore(sample: Sample(percent: 0)).findings.map(\.subject) == [lost, short])
    }

    @Test("What was given up while it was looked for need not be there")
    func givenUp() async throws {
        let service = try await SmallService()
        let (expired, lost) = (try await service.addUpload(), try await service.addUpload())
        try await service.store.delete([ObjectKey(lost)])
        let store = InterposedStore(store: service.store) { key in
            if key.text == expired { try await service.expire(expired) }
        }
        #expect(try await service.verifyStore(store).findings.map(\.subject) == [lost])
    }

    @Test("SQLite's own damage is found behind right checksums")
    func corruptDatabase() async throws {
        let service = try await SmallService()
        try await service.addTrack("a")
        var manifest = try await service.backUp().backup.manifest
        let repository = try service.repository()
        let copy = service.folder + "/copy.db"
        try await repository.fetch(manifest.database, to: copy)
        let file = try FileHandle(forUpdating: URL(filePath: copy))
        // Pages behind the first.
        try file.seek(toOffset: 4096 * 8)
        try file.write(contentsOf: Data(repeating: 0xA5, count: 4096 * 12))
        try file.close()
        manifest.database = try await repository.add(file: copy)
        let report = try await BackupVerification(
            of: StoredBackup(name: "damaged", manifest: manifest), in: repository, environment: [:]
        ).run()
        #expect(report.findings.contains { $0.code == .database })
    }
}
