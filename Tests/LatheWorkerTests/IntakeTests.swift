import Foundation
import LatheCatalog
import LatheDatabase
import LatheJobs
import LatheStorage
import TestDatabases
import TestServers
import Testing

@testable import LatheWorker

@Suite("Masters that are taken in")
struct IntakeTests {
    @Test("The same file is known, and changed content is a new revision", arguments: DatabaseKind.allCases)
    func known(kind: DatabaseKind) async throws {
        try await Plant.with(kind) { plant in
            let first = try await plant.takeIn(content: 1)
            let again = try await plant.takeIn(content: 1)
            #expect(first.isNew && !again.isNew && again.job == first.job)
            let second = try await plant.takeIn(content: 2)
            #expect(second.isNew && second.job.id != first.job.id)
            #expect(try await plant.queue.job(first.job.id)?.state == .cancelled, "nobody needs it any more")
        }
    }

    @Test("What comes back before it was made is made after all", arguments: DatabaseKind.allCases)
    func withdrawn(kind: DatabaseKind) async throws {
        try await Plant.with(kind) { plant in
            let first = try await plant.takeIn(content: 1)
            let second = try await plant.takeIn(content: 2)
            let again = try await plant.takeIn(content: 1)
            #expect(again.job.id == first.job.id && again.job.state == .available && again.isNew)
            #expect(try await plant.queue.job(second.job.id)?.state == .cancelled)
            try await plant.makeNext()
            #expect(try await plant.heard() == first.revision)
        }
    }

    @Test(
        "What comes back after something else is heard again, without being made again",
        arguments: DatabaseKind.allCases)
    func comesBack(kind: DatabaseKind) async throws {
        try await Plant.with(kind) { plant in
            let first = try await plant.takeIn(content: 1)
            try await plant.makeNext()
            let second = try await plant.takeIn(content: 2)
            try await plant.makeNext()
            #expect(try await plant.heard() == second.revision)
            let again = try await plant.takeIn(content: 1)
            #expect(!again.isNew && again.job.state == .succeeded)
            #expect(try await plant.heard() == first.revision)
            #expect(try await plant.collect().count == 1, "the second's package")
            #expect(try await plant.heard() == first.revision)
        }
    }

    @Test("Where its package was collected it is made again, in another place", arguments: DatabaseKind.allCases)
    func collected(kind: DatabaseKind) async throws {
        try await Plant.with(kind) { plant in
            let first = try await plant.takeIn(content: 1)
            let place = try await plant.makeNext()
            _ = try await plant.takeIn(content: 2)
            try await plant.makeNext()
            #expect(try await plant.collect() == [place.prefix])
            let again = try await plant.takeIn(content: 1)
            #expect(again.isNew && again.job.id == first.job.id && again.job.state == .available)
            #expect(try await plant.makeNext() != place)
            #expect(try await plant.heard() == first.revision)
        }
    }

    @Test("Where the store lost its package it is made again", arguments: DatabaseKind.allCases)
    func lost(kind: DatabaseKind) async throws {
        try await Plant.with(kind) { plant in
            let first = try await plant.takeIn(content: 1)
            let place = try await plant.makeNext()
            _ = try await plant.takeIn(content: 2)
            try await plant.makeNext()
            try await plant.store.delete([place.key("package.json")])
            #expect(try await plant.takeIn(content: 1).job.state == .available)
            try await plant.makeNext()
            #expect(try await plant.heard() == first.revision)
        }
    }
}

extension Plant {
    /// What became of a file.
    fileprivate struct TakenIn {
        let job: Job
        let isNew: Bool
        var revision: Revision.ID? { TranscodeOrder.revision(ofKey: job.uniqueKey) }
    }

    /// Takes in `a.wav`, which holds this now.
    fileprivate func takeIn(content: UInt8) async throws -> TakenIn {
        let file = folder.appending(path: "a.wav")
        try Self.master(content).write(to: file)
        let intake = Intake(store: store, catalog: catalog, queue: queue, uploadsMasters: false)
        let (job, isNew) = try await intake.accept(file: file.path, Intake.Wish())
        return TakenIn(job: job, isNew: isNew)
    }

    /// A tenth of a second of 16-bit mono PCM.
    private static func master(_ content: UInt8) -> Data {
        func little(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let body = [UInt8](repeating: content, count: 8820)
        let format = little(1, 2) + little(1, 2) + little(44_100, 4) + little(88_200, 4) + little(2, 2) + little(16, 2)
        return Data(
            Array("RIFF".utf8) + little(36 + body.count, 4) + Array("WAVEfmt ".utf8) + little(16, 4) + format
                + Array("data".utf8) + little(body.count, 4) + body)
    }

    /// Runs the one job that waits, and publishes what it makes.
    @discardableResult
    fileprivate func makeNext() async throws -> PackagePlace {
        let claimed = try #require(try await queue.claim(1, worker: "w").first)
        let order = try TranscodeOrder(json: claimed.job.payload)
        let place = PackagePlace(track: order.track, revision: order.revision, token: claimed.lease.token)
        try await store(place)
        try await publish(place, under: claimed.lease)
        return place
    }

    /// The revision that the one track is listened to by.
    fileprivate func heard() async throws -> Revision.ID? {
        let row = try await database.read { try $0.first("SELECT current_revision FROM tracks") }
        return try row?["current_revision"]
    }
}
