import LatheCatalog
import LatheDatabase
import TestDatabases
import Testing

@Suite("Tracks and their revisions")
struct TrackTests {
    @Test("A track is processing, then ready, then gone", arguments: DatabaseKind.allCases)
    func life(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            let album = try await catalog.album()
            let accepted = try await catalog.track(on: album)
            let (track, revision) = (accepted.track, accepted.revision)
            try await catalog.write { try $0.assign(job: "job-1", to: revision.id, in: $1) }
            #expect(try await catalog.stream(of: track.id) == .notReady)
            let waiting = try #require(try await catalog.read { try $0.trackDetail(track.id, in: $1) })
            #expect(waiting.pending?.jobID == "job-1")
            #expect(waiting.state(hasJobFailed: false) == .processing)
            #expect(waiting.state(hasJobFailed: true) == .failed)

            let package = PublishedPackage.sample(revision)
            try await catalog.write { try $0.publish(package, as: revision.id, in: $1) }
            guard case .ready(let stream) = try await catalog.stream(of: track.id) else {
                Issue.record("it is not ready")
                return
            }
            #expect(stream.albumID == album.id && stream.title == "Yesterday" && stream.prefix == package.prefix)
            #expect(stream.duration == 12.5 && stream.loudness == -14 && stream.truePeak == nil)
            #expect(stream.renditions == package.renditions.reversed())
            let ready = try #require(try await catalog.read { try $0.trackDetail(track.id, in: $1) })
            #expect(ready.pending == nil && ready.state(hasJobFailed: true) == .ready)

            let (change, jobs) = try await catalog.write { try $0.deleteTrack(track.id, by: ann, in: $1) }
            #expect(change.value?.deletedAt != nil && jobs.isEmpty)
            #expect(try await catalog.stream(of: track.id) == .deleted)
            #expect(try await catalog.stream(of: "nobody") == .unknown)
            #expect(try await catalog.livePrefixes(of: [revision.id], retiredAfter: .max).isEmpty)
            #expect(try await catalog.livePrefixes(of: [revision.id], retiredAfter: 0) == [package.prefix])
        }
    }

    @Test("The revision before is heard until the new one is published", arguments: DatabaseKind.allCases)
    func update(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            let album = try await catalog.album()
            let track = try await catalog.publishedTrack(on: album)
            let upload = try await catalog.completeUpload()
            let master = UploadedMaster.sample(upload.id)
            let stale = try await catalog.write {
                try $0.updateTrack(track.id, from: master, ifVersion: 9, by: ann, in: $1)
            }
            guard case .conflict = stale else {
                Issue.record("\(stale)")
                return
            }
            let notTheirs = try await catalog.write {
                try $0.updateTrack(track.id, from: master, ifVersion: 1, by: bob, in: $1)
            }
            #expect(notTheirs == .notFound)
            let outcome = try await catalog.write {
                try $0.updateTrack(track.id, from: master, ifVersion: 1, by: ann, in: $1)
            }
            let accepted = try #require(outcome.accepted)
            #expect(accepted.track.version == 2)
            guard case .ready(let before) = try await catalog.stream(of: track.id) else {
                Issue.record("the old revision is not heard")
                return
            }
            #expect(before.revisionID != accepted.revision.id)
            try await catalog.write { try $0.publish(.sample(accepted.revision), as: accepted.revision.id, in: $1) }
            guard case .ready(let after) = try await catalog.stream(of: track.id) else {
                Issue.record("nothing is heard")
                return
            }
            #expect(after.revisionID == accepted.revision.id)
            #expect(try await catalog.livePrefixes(of: [before.revisionID], retiredAfter: .max).isEmpty)
        }
    }

    @Test("What is published after its track was deleted is garbage", arguments: DatabaseKind.allCases)
    func lateForDeleted(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            let accepted = try await catalog.track(on: catalog.album())
            let revision = accepted.revision
            try await catalog.write { try $0.assign(job: "job-1", to: revision.id, in: $1) }
            let deletion = try await catalog.write { try $0.deleteTrack(accepted.track.id, by: ann, in: $1) }
            #expect(deletion.jobs == ["job-1"])
            try await catalog.write { try $0.publish(.sample(revision), as: revision.id, in: $1) }
            #expect(try await catalog.stream(of: accepted.track.id) == .deleted)
            #expect(try await catalog.livePrefixes(of: [revision.id], retiredAfter: .max).isEmpty)
            #expect(try await catalog.news(after: 0).map(\.topic) == ["track.created", "track.deleted"])
        }
    }

    @Test("Of revisions that are published at the same moment the newest is heard", arguments: DatabaseKind.allCases)
    func concurrentPublication(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            let first = try await catalog.track(on: catalog.album())
            var revisions = [first.revision]
            for _ in 0..<5 {
                let master = UploadedMaster.sample(try await catalog.completeUpload().id)
                let outcome = try await catalog.write {
                    try $0.updateTrack(first.track.id, from: master, ifVersion: nil, by: ann, in: $1)
                }
                revisions.append(try #require(outcome.accepted).revision)
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for revision in revisions {
                    group.addTask {
                        try await catalog.write { try $0.publish(.sample(revision), as: revision.id, in: $1) }
                    }
                }
                try await group.waitForAll()
            }
            let newest = try #require(revisions.map(\.id).max())
            let live = try await catalog.livePrefixes(of: revisions.map(\.id), retiredAfter: .max)
            #expect(live.count == 1 && live.first?.contains(newest) == true)
            guard case .ready(let stream) = try await catalog.stream(of: first.track.id) else {
                Issue.record("nothing is heard")
                return
            }
            #expect(stream.revisionID == newest)
        }
    }

    @Test(
        "A job is needed while it makes a track's newest revision, or made what is heard",
        arguments: DatabaseKind.allCases)
    func jobsNeeded(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            let first = try await catalog.track(on: catalog.album())
            func assign(_ job: String, _ revision: Revision) async throws {
                try await catalog.write { try $0.assign(job: job, to: revision.id, in: $1) }
            }
            func deliver() async throws -> Revision {
                let master = UploadedMaster.sample(try await catalog.completeUpload().id)
                let outcome = try await catalog.write {
                    try $0.updateTrack(first.track.id, from: master, ifVersion: nil, by: ann, in: $1)
                }
                return try #require(outcome.accepted).revision
            }
            func needed() async throws -> [String] {
                try await catalog.read { try $0.jobsNeeded(among: ["1", "2", "3", "stranger"], in: $1) }.sorted()
            }
            try await assign("1", first.revision)
            #expect(try await needed() == ["1"])
            try await catalog.write { try $0.publish(.sample(first.revision), as: first.revision.id, in: $1) }
            try await assign("2", deliver())
            #expect(try await needed() == ["1", "2"])
            let third = try await deliver()
            try await assign("3", third)
            #expect(try await needed() == ["1", "3"])
            try await catalog.write { try $0.publish(.sample(third), as: third.id, in: $1) }
            #expect(try await needed() == ["3"])
            try await catalog.write { _ = try $0.deleteTrack(first.track.id, by: ann, in: $1) }
            #expect(try await needed() == [])
        }
    }

    @Test(
        "What the command line delivers has no album, and is an administrator's to change",
        arguments: DatabaseKind.allCases)
    func withoutAlbum(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            let delivery = Delivery(
                tenant: "default", title: "Demo", source: "file:///demo.flac", masterVersion: "1", presetName: "music",
                presetHash: "1f")
            let (track, revision, _) = try await catalog.write { try $0.register(delivery, in: $1) }
            let again = try await catalog.write { try $0.register(delivery, in: $1) }
            #expect(again.track == track && again.revision == revision && !again.isReturn && track.albumID == nil)
            let byAnn = try await catalog.write { try $0.deleteTrack(track.id, by: ann, in: $1).change }
            #expect(byAnn == .notFound)
            let retitled = try await catalog.write {
                try $0.retitleTrack(track.id, to: "Démo", ifVersion: 1, by: admin, in: $1)
            }
            #expect(retitled.value?.title == "Démo")
            try await catalog.write { _ = try $0.deleteTrack(track.id, by: admin, in: $1) }
            let anew = try await catalog.write { try $0.register(delivery, in: $1) }
            #expect(anew.track.id != track.id)
        }
    }
}
