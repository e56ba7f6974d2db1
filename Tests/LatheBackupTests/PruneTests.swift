internal import Foundation
@testable internal import LatheBackup
internal import LatheDatabase
internal import LatheStorage
internal import Testing

struct PruneTests {
    @Test("The newest backups stay whole, and what only the others needed is gone")
    func keep() async throws {
        let service = try await SmallService()
        let first = try await service.addUpload("only in the first")
        try await service.addTrack("a")
        try await service.backUp()
        try await service.database.write { try $0.execute("UPDATE uploads SET state = 'expired'") }
        try await service.store.delete([ObjectKey(first)])
        let second = try await service.backUp().backup
        try await service.addTrack("b")
        let third = try await service.backUp().backup
        let pruned = try await service.repository().prune(keeping: 2)
        // The master, and the database, names and objects of then.
        #expect(pruned.backups == 1)
        #expect(pruned.objects == 4)
        #expect(try await service.repository(.read).backups() == [second, third])
        for backup in [second, third] { #expect(try await service.verify(backup).isClean) }
        #expect(try await service.repository().prune(keeping: 2) == BackupRepository.Pruned())
    }

    @Test("The clock was ahead once: the newest is the one that was made last, and stays")
    func clock() async throws {
        let service = try await SmallService()
        try await service.addTrack("a")
        let ahead = try await service.backUp(at: Date(timeIntervalSince1970: 4_102_444_799.999)).backup
        #expect(ahead.name.hasPrefix("20991231T235959999Z-"))
        try await service.addTrack("b")
        let next = try await service.backUp().backup
        #expect(next.name.hasPrefix("21000101T000000000Z-"))
        #expect(next.manifest.createdAt < ahead.manifest.createdAt)
        #expect(try await service.repository(.read).backup() == next)
        #expect(try await service.repository().prune(keeping: 1, and: next).backups == 1)
        #expect(try await service.repository(.read).backups() == [next])
        #expect(try await service.verify(next).isClean)
    }

    @Test("Of one millisecond, the later one is the newest")
    func sameMoment() async throws {
        let service = try await SmallService()
        let moment = Date(timeIntervalSince1970: 1_800_000_000)
        var made: [String] = []
        for index in 0..<5 {
            try await service.addUpload("\(index)")
            made.append(try await service.backUp(at: moment).backup.name)
        }
        #expect(try await service.repository(.read).backups().map(\.name) == made)
    }

    @Test("One that is told to stay, stays; those that lack something do not count")
    func told() async throws {
        let service = try await SmallService()
        let key = try await service.addUpload("a master")
        let whole = try await service.backUp().backup
        try await service.store.delete([ObjectKey(key)])
        let lacking = try await service.backUp().backup
        #expect(try await service.repository().prune(keeping: 1).backups == 0)
        #expect(try await service.repository(.read).backups() == [whole, lacking])
        try await service.database.write { try $0.execute("UPDATE uploads SET state = 'expired'") }
        let last = try await service.backUp().backup
        #expect(try await service.repository().prune(keeping: 1, and: whole).backups == 1)
        #expect(try await service.repository(.read).backups() == [whole, last])
    }

    @Test("What an interrupted backup left goes with the next")
    func leftovers() async throws {
        let service = try await SmallService()
        try await service.addTrack("a")
        let backup = try await service.backUp().backup
        let repository = try service.repository()
        let left = Blob(of: Array("left".utf8))
        try await repository.store.put(.bytes(Array("left".utf8)), at: left.key)
        #expect(try await repository.prune(keeping: 5).objects == 1)
        #expect(try await repository.contains(left) == false)
        #expect(try await repository.backups() == [backup])
    }

    @Test("A manifest that cannot be read keeps everything")
    func damaged() async throws {
        let service = try await SmallService()
        try await service.addTrack("a")
        let first = try await service.backUp().backup
        try await service.backUp()
        try flipBit(in: "\(service.folder)/backups/backups/\(first.name).json")
        let before = objects(in: service.folder + "/backups")
        let repository = try service.repository()
        let error = await #expect(throws: BackupError.self) { try await repository.prune(keeping: 1) }
        #expect(error?.code == .damaged)
        let isSame = objects(in: service.folder + "/backups") == before
        #expect(isSame)
    }
}
