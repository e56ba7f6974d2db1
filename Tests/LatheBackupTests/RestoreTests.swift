internal import Foundation
@testable internal import LatheBackup
internal import LatheCatalog
internal import LatheDatabase
internal import LatheJobs
internal import LatheStorage
internal import TestDatabases
internal import Testing

struct RestoreTests {
    @Test("What is restored is what was backed up", arguments: DatabaseKind.allCases)
    func same(_ kind: DatabaseKind) async throws {
        let service = try await SmallService(kind)
        try await service.addUpload()
        let track = try await service.addTrack("a")
        let report = try await service.backUp()
        let restored = try await RestoredService(kind)
        let outcome = try await restored.restore(report.backup, of: service)
        #expect(outcome.verification.isClean && outcome.migrations == 0)
        let isSame = objects(in: restored.folder + "/store") == objects(in: service.folder + "/store")
        #expect(isSame)
        #expect(try Data(contentsOf: URL(filePath: restored.keys)) == Data("the keys".utf8))
        #expect(restored.names == (kind == .sqlite ? ["keys.json", "lathe.db", "store"] : ["keys.json", "store"]))
        try await restored.open { catalog, _, store in
            guard case .ready(let stream) = try await catalog.stream(of: track.id) else {
                Issue.record("the track is not ready")
                return
            }
            let segment = try #require(try store.file(of: ObjectKey(stream.prefix + "aac/0.m4s")))
            #expect(segment.object.contentType == "audio/mp4")
            #expect(segment.cacheControl == "public, max-age=31536000, immutable")
        }
    }

    @Test("What ran waits again without an attempt spent, and half an upload is none", arguments: DatabaseKind.allCases)
    func revived(_ kind: DatabaseKind) async throws {
        let service = try await SmallService(kind)
        try await service.addUpload(isComplete: false)
        let job = try await service.queue.enqueue(NewJob(kind: "transcode", payload: "{}", uniqueKey: "k")).job
        let lease = try #require(try await service.queue.claim(1, worker: "press").first).lease
        let backup = try await service.backUp().backup
        let restored = try await RestoredService(kind)
        let work = try await restored.restore(backup, of: service).work
        #expect(work == RevivedWork(handedBack: 1, endedUploads: 1, redone: 0))
        try await restored.open { _, queue, _ in
            let revived = try #require(try await queue.job(job.id))
            #expect(revived.state == .available && revived.attempt == 0 && revived.losses == 0)
            #expect(try await queue.claim(1, worker: "other").first?.lease.token == lease.token + 1)
            // Whoever ran it then cannot end it now.
            #expect(try await queue.complete(lease) == false)
        }
    }

    @Test("Packages that were left out are made again", arguments: DatabaseKind.allCases)
    func withoutPackages(_ kind: DatabaseKind) async throws {
        let service = try await SmallService(kind)
        try await service.addUpload("a master")
        let track = try await service.addTrack("a")
        let backup = try await service.backUp(hasPackages: false).backup
        #expect(backup.manifest.objectCount == 1)
        #expect(try await service.verify(backup).isClean)
        let restored = try await RestoredService(kind)
        #expect(try await restored.restore(backup, of: service).work.redone == 1)
        try await restored.open { (catalog, queue, _) async throws in
            #expect(try await catalog.stream(of: track.id) == .notReady)
            #expect(try await queue.counts() == [.available: 1])
        }
    }

    /// What may be in the way.
    enum Obstacle: Sendable, CaseIterable { case database, log, journal, store, unfinishedUpload, keys }

    @Test("Nothing is overwritten", arguments: Obstacle.allCases)
    func obstacles(_ obstacle: Obstacle) async throws {
        let service = try await SmallService()
        try await service.addTrack("a")
        let backup = try await service.backUp().backup
        let restored = try await RestoredService()
        let path: String
        switch obstacle {
        case .database: path = restored.folder + "/lathe.db"
        case .log: path = restored.folder + "/lathe.db-wal"
        case .journal: path = restored.folder + "/lathe.db-journal"
        case .store: path = restored.folder + "/store/song"
        case .unfinishedUpload: path = restored.folder + "/store/.incoming/growing/upload"
        case .keys: path = restored.keys
        }
        try FileManager.default.createDirectory(
            atPath: URL(filePath: path).deletingLastPathComponent().path, withIntermediateDirectories: true)
        try Data("precious".utf8).write(to: URL(filePath: path))
        let error = await #expect(throws: BackupError.self) { try await restored.restore(backup, of: service) }
        #expect(error?.code == .notEmpty)
        #expect(objects(in: restored.folder).values.map { String(decoding: $0, as: UTF8.self) } == ["precious"])
        try FileManager.default.removeItem(atPath: path)
        if obstacle == .unfinishedUpload {
            try FileManager.default.removeItem(atPath: restored.folder + "/store/.incoming/growing")
        }
        try await restored.restore(backup, of: service)
        #expect(restored.names == ["keys.json", "lathe.db", "store"])
    }

    /// As if it had been killed before the database had its name: what is renamed then has the name of before.
    @Test("Interrupted between two of its names, a restoration goes on", arguments: [true, false])
    func betweenNames(_ hasKeys: Bool) async throws {
        let service = try await SmallService()
        try await service.addUpload()
        try await service.addTrack("a")
        let backup = try await service.backUp().backup
        let restored = try await RestoredService()
        try await restored.restore(backup, of: service)
        let checksum = backup.name.suffix(16)
        try restored.rename("lathe.db", to: "lathe.db.restoring-\(checksum)")
        if !hasKeys { try restored.rename("keys.json", to: "keys.json.restoring") }
        let outcome = try await restored.restore(backup, of: service)
        #expect(outcome.verification.isClean)
        #expect(restored.names == ["keys.json", "lathe.db", "store"])
        let isSame = objects(in: restored.folder + "/store") == objects(in: service.folder + "/store")
        #expect(isSame)
        // The store of one backup is not the one of another.
        try restored.rename("lathe.db", to: "lathe.db.restoring-\(checksum)")
        try FileManager.default.removeItem(atPath: restored.keys)
        try await service.addUpload("another")
        let other = try await service.backUp().backup
        let error = await #expect(throws: BackupError.self) { try await restored.restore(other, of: service) }
        #expect(error?.code == .notEmpty)
        try await restored.restore(backup, of: service)
    }

    @Test("A complete store beside that of an interrupted restoration is somebody else's")
    func foreignStore() async throws {
        let service = try await SmallService()
        try await service.addTrack("a")
        let backup = try await service.backUp().backup
        let restored = try await RestoredService()
        try await restored.restore(backup, of: service)
        let checksum = backup.name.suffix(16)
        try restored.rename("lathe.db", to: "lathe.db.restoring-\(checksum)")
        try restored.rename("store", to: "store.restoring-\(checksum)")
        try FileManager.default.createDirectory(
            atPath: restored.folder + "/store/masters", withIntermediateDirectories: true)
        let error = await #expect(throws: BackupError.self) { try await restored.restore(backup, of: service) }
        #expect(error?.code == .notEmpty)
    }

    @Test("A key file that is the same stays")
    func sameKeys() async throws {
        let service = try await SmallService()
        let backup = try await service.backUp().backup
        let restored = try await RestoredService()
        try Data("the keys".utf8).write(to: URL(filePath: restored.keys))
        try await restored.restore(backup, of: service)
        #expect(restored.names == ["keys.json", "lathe.db", "store"])
    }

    @Test("A database of a server with tables in it is left alone")
    func fullServer() async throws {
        let service = try await SmallService(.postgreSQL)
        let backup = try await service.backUp().backup
        let restored = try await RestoredService(.postgreSQL)
        try await restored.restore(backup, of: service)
        try FileManager.default.removeItem(atPath: restored.folder + "/store")
        let error = await #expect(throws: BackupError.self) { try await restored.restore(backup, of: service) }
        #expect(error?.code == .notEmpty)
    }

    @Test("A copy of SQLite is none of PostgreSQL")
    func mismatch() async throws {
        let service = try await SmallService()
        let backup = try await service.backUp().backup
        let restored = try await RestoredService(.postgreSQL)
        let error = await #expect(throws: BackupError.self) { try await restored.restore(backup, of: service) }
        #expect(error?.code == .mismatch)
    }

    @Test("The tables of an older Lathe are brought to this version", arguments: DatabaseKind.allCases)
    func older(_ kind: DatabaseKind) async throws {
        let service = try await SmallService(kind, missing: 1)
        let backup = try await service.backUp().backup
        let restored = try await RestoredService(kind)
        #expect(try await restored.restore(backup, of: service).migrations == 1)
        try await restored.open { catalog, _, _ in
            let applied = try await catalog.database.read { try $0.appliedMigrations() }
            #expect(applied == (JobQueue.migrations + Catalog.migrations).map(\.id).sorted())
        }
        // The service that was backed up is as it was.
        #expect(try await service.database.read { try $0.appliedMigrations() } == backup.manifest.migrations)
    }

    @Test("The backup of a newer Lathe is refused before anything is written")
    func newer() async throws {
        let service = try await SmallService()
        try await service.database.write {
            try $0.execute(
                "INSERT INTO schema_migrations (id, applied_at, checksum) VALUES ('catalog/0999-later', 0, 'x')")
        }
        let backup = try await service.backUp().backup
        let restored = try await RestoredService()
        let error = await #expect(throws: BackupError.self) { try await restored.restore(backup, of: service) }
        #expect(error?.code == .newer)
        #expect(restored.names == [])
    }

    @Test("With a loss that is allowed, the rest is restored, and what is lost is told")
    func loss() async throws {
        let service = try await SmallService()
        let key = try await service.addUpload("a master that is lost")
        let track = try await service.addTrack("a")
        let backup = try await service.backUp().backup
        let blob = Blob(of: Array("a master that is lost".utf8))
        try flipBit(in: "\(service.folder)/backups/\(blob.key.text)")
        let restored = try await RestoredService()
        let error = await #expect(throws: BackupError.self) { try await restored.restore(backup, of: service) }
        #expect(error?.code == .damaged)
        let report = try await restored.restore(backup, of: service, allowsLoss: true)
        #expect(report.verification.findings.map(\.subject) == [key])
        try await restored.open { catalog, _, _ in
            guard case .ready = try await catalog.stream(of: track.id) else {
                Issue.record("the track is not ready")
                return
            }
        }
    }
}
