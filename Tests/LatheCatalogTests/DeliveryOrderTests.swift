import LatheDatabase
import TestServers
import TestDatabases
import Testing

@testable import LatheCatalog

@Suite("Which revision is the newest")
struct DeliveryOrderTests {
    @Test("The one that was delivered last, whatever the clocks of those who accept", arguments: DatabaseKind.allCases)
    func skewedClocks(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            let (track, first) = try await catalog.registerSample("1")
            try await catalog.write { try $0.assign(job: "job-1", to: first.id, in: $1) }
            let second = try await catalog.registerSample("2").revision
            // As a machine would name it whose clock is years behind.
            let late = "00000000-0000-7000-8000-000000000000"
            try await catalog.write {
                try $1.execute("UPDATE revisions SET id = \(late), job_id = 'job-2' WHERE id = \(second.id)")
            }
            try await catalog.read { catalog, connection in
                let newest = try #require(try catalog.trackDetail(track.id, in: connection)?.newest)
                #expect(newest.id == late)
                #expect(try catalog.jobsSuperseded(by: newest, in: connection) == ["job-1"])
                #expect(try catalog.jobsSuperseded(by: first, in: connection) == [])
                #expect(try catalog.overviews(of: [track.id], in: connection).map(\.pendingJob) == ["job-2"])
                #expect(try catalog.jobsNeeded(among: ["job-1", "job-2"], in: connection) == ["job-2"])
            }
            try await catalog.write { try $0.publish(.sample(first), as: first.id, in: $1) }
            try await catalog.write { try $0.publish(.sample(second), as: late, in: $1) }
            #expect(try await catalog.heard(on: track) == late)
            try await catalog.write { try $0.publish(.sample(first), as: first.id, in: $1) }
            #expect(try await catalog.heard(on: track) == late)
        }
    }

    @Test("Of two that are accepted at the same moment the one that is committed later")
    func concurrent() async throws {
        try await withCatalog(on: .postgreSQL) { catalog in
            _ = try await catalog.registerSample("1")
            let slow = try await SlowTransaction(in: catalog.database) {
                try catalog.register(.sample("2"), in: $0).revision
            }
            let other = Task { try await catalog.registerSample("3").revision }
            try await catalog.database.untilSomeoneWaits()
            let earlier = try await slow.commit()
            #expect(try await other.value.delivery > earlier.delivery)
        }
    }

    @Test(
        "Revisions of before keep their order, and so do those of processes of the version before",
        arguments: DatabaseKind.allCases)
    func migration(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind, steps: 11) { catalog in
            try await catalog.insertTrack("t")
            for id in ["a", "c", "b"] { try await catalog.insertRevision(id, of: "t") }
            try await catalog.database.migrate(Catalog.migrations)
            #expect(try await catalog.deliveries(of: "t") == ["a 1", "b 2", "c 3"])
            // Accepted by one that still runs; nothing is delivered before it is published.
            try await catalog.insertRevision("A", of: "t")
            for id in ["c", "A"] {
                try await catalog.write { catalog, connection in
                    let revision = try catalog.revision(id, in: connection)
                    try catalog.publish(.sample(revision), as: id, in: connection)
                }
            }
            #expect(try await catalog.heard(on: "t") == "A")
            // And one that this version's delivery follows.
            try await catalog.insertRevision("z", of: "t")
            let newest = try await catalog.write { try $0.register(.sample("new", from: "t"), in: $1).revision }
            try await catalog.write { try $0.publish(.sample(newest), as: newest.id, in: $1) }
            try await catalog.write { catalog, connection in
                let late = try catalog.revision("z", in: connection)
                try catalog.publish(.sample(late), as: "z", in: connection)
            }
            #expect(try await catalog.heard(on: "t") == newest.id)
        }
    }

    @Test(
        "What is delivered again after something else is the newest, and heard again", arguments: DatabaseKind.allCases)
    func comesBack(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            let (track, first) = try await catalog.registerSample("1")
            let package = PublishedPackage.sample(first)
            try await catalog.write { try $0.publish(package, as: first.id, in: $1) }
            let second = try await catalog.registerSample("2").revision
            try await catalog.write { try $0.publish(.sample(second), as: second.id, in: $1) }
            #expect(try await catalog.package(madeOf: .sample("1")) == package.prefix)

            let again = try await catalog.write { try $0.register(.sample("1"), in: $1) }
            #expect(again.isReturn && again.revision.id == first.id && again.revision.delivery > second.delivery)
            #expect(try await catalog.write { try !$0.register(.sample("1"), in: $1).isReturn }, "it is the newest")
            #expect(try await catalog.write { try $0.republish(again.revision, at: package.prefix, in: $1) })
            #expect(try await catalog.heard(on: track) == first.id)
            #expect(
                try await catalog.livePrefixes(of: [first.id, second.id], retiredAfter: .max) == [package.prefix])
            #expect(try await catalog.news(after: 0).map(\.topic) == ["track.ready", "track.ready", "track.ready"])
            #expect(try await !catalog.release(package.prefix, of: first.id, retiredBefore: .max))
        }
    }

    @Test("A package that is being collected is not published again, but made again", arguments: DatabaseKind.allCases)
    func collected(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            let (track, first) = try await catalog.registerSample("1")
            let package = PublishedPackage.sample(first)
            try await catalog.write { try $0.publish(package, as: first.id, in: $1) }
            let second = try await catalog.registerSample("2").revision
            try await catalog.write { try $0.publish(.sample(second), as: second.id, in: $1) }
            #expect(try await !catalog.release(package.prefix, of: first.id, retiredBefore: 0), "in its grace")
            #expect(try await catalog.release(package.prefix, of: first.id, retiredBefore: .max))
            #expect(try await catalog.package(madeOf: .sample("1")) == nil)

            let again = try await catalog.write { try $0.register(.sample("1"), in: $1).revision }
            #expect(try await catalog.write { try !$0.republish(again, at: package.prefix, in: $1) })
            try await catalog.write { try $0.remake(again, in: $1) }
            let detail = try await catalog.read { try $0.trackDetail(track.id, in: $1) }
            #expect(detail?.pending?.id == first.id)
            #expect(try await catalog.heard(on: track) == second.id)
            try await catalog.write { try $0.publish(package, as: first.id, in: $1) }
            #expect(try await catalog.heard(on: track) == first.id)
        }
    }
}

extension Delivery {
    fileprivate static func sample(_ version: String, from source: String = "file:///a.flac") -> Delivery {
        Delivery(
            tenant: "t", title: "A", source: source, masterVersion: version, presetName: "music", presetHash: "1f")
    }
}

extension Catalog {
    fileprivate func registerSample(_ version: String) async throws -> (track: Track, revision: Revision) {
        try await write {
            let (track, revision, _) = try $0.register(.sample(version), in: $1)
            return (track, revision)
        }
    }

    fileprivate func heard(on track: Track) async throws -> Revision.ID? { try await heard(on: track.id) }

    fileprivate func heard(on track: Track.ID) async throws -> Revision.ID? {
        guard case .ready(let stream) = try await stream(of: track) else { return nil }
        return stream.revisionID
    }

    fileprivate func deliveries(of track: Track.ID) async throws -> [String] {
        try await read { _, connection in
            let rows = try connection.rows(
                "SELECT id, delivery FROM revisions WHERE track_id = \(track) ORDER BY delivery")
            return try rows.map { row in
                let (id, delivery): (String, Int64) = (try row["id"], try row["delivery"])
                return "\(id) \(delivery)"
            }
        }
    }

    /// As the version before writes.
    fileprivate func insertTrack(_ id: String) async throws {
        try await write { _, connection in
            try connection.execute(
                """
                INSERT INTO tracks (id, tenant, title, source, created_at, updated_at) VALUES (\(id), 't', 'A', \(id), 1, 1)
                """)
        }
    }

    /// As the version before writes.
    fileprivate func insertRevision(_ id: String, of track: String) async throws {
        try await write { _, connection in
            try connection.execute(
                """
                INSERT INTO revisions (
                    id, track_id, master_version, preset_name, preset_hash, created_at, updated_at)
                VALUES (\(id), \(track), \(id), 'music', '1f', 1, 1)
                """)
        }
    }
}
