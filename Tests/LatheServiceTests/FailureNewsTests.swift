import LatheAccess
import LatheCatalog
import LatheDatabase
import LatheJobs
import TestDatabases
import Testing

@testable import LatheService

/// What the owner of a track is told when it cannot be made.
struct FailureNewsTests {
    /// Ways in which a job comes to nothing.
    enum Way: String, CaseIterable {
        case refused, spent, quarantined, vanished, cancelledWaiting, cancelledRunning

        /// The code that the owner is told.
        var code: String {
            switch self {
            case .refused: "masterRejected"
            case .spent: "failed"
            case .quarantined: "crashed"
            case .vanished: "workersVanished"
            case .cancelledWaiting, .cancelledRunning: "cancelled"
            }
        }
    }

    @Test(
        "Whatever ends a job, its track's owner is told once, and why", arguments: DatabaseKind.allCases, Way.allCases)
    func told(kind: DatabaseKind, way: Way) async throws {
        try await kind.onStage { stage in
            let library = try await Library(stage)
            let track = try await stage.addTrack(to: library.album)
            let before = try await stage.catalog.lastPosition()
            try await stage.end(way)
            let news = try await stage.catalog.news(after: before)
            #expect(news.map(\.topic) == ["track.failed"])
            let told = try #require(news.first)
            #expect(told.subject == track && told.tenant == library.artist)
            let document = try await stage.send("GET", "/tracks/\(track)")
            #expect(document.text("state") == "failed" && document.text("failure.code") == way.code)
            let revision = try await stage.catalog.database.read { [catalog = stage.catalog] in
                try catalog.trackDetail(track, in: $0)?.newest?.id
            }
            let remedy = document["failure.remedy"]?.string.map { #","remedy":"\#($0)""# } ?? ""
            #expect(
                told.payload == """
                    {"failure":{"code":"\(way.code)","message":"\(document.text("failure.message"))"\(remedy)},\
                    "revision":"\(revision ?? "")","state":"failed","track":"\(track)"}
                    """)
        }
    }

    @Test("An attempt that is to be repeated is no failure", arguments: DatabaseKind.allCases)
    func retry(kind: DatabaseKind) async throws {
        try await kind.onStage { stage in
            let library = try await Library(stage)
            _ = try await stage.addTrack(to: library.album)
            let before = try await stage.catalog.lastPosition()
            for ending: Ending in [.failed(JobFailure("failed", "x")), .lost, .handedBack] {
                try await stage.attempt(ending)
            }
            #expect(try await stage.catalog.news(after: before) == [])
        }
    }

    @Test("A track that is heard stays ready when its newer revision fails", arguments: DatabaseKind.allCases)
    func newer(kind: DatabaseKind) async throws {
        try await kind.onStage { stage in
            let library = try await Library(stage)
            let url = try await stage.upload()
            try await stage.send("PATCH", "/tracks/\(library.track)", #"{"trackUrl":"\#(url)"}"#)
            let before = try await stage.catalog.lastPosition()
            try await stage.end(.refused)
            let told = try #require(try await stage.catalog.news(after: before).first)
            #expect(told.topic == "track.failed" && told.payload.contains(#""state":"ready""#))
            #expect(try await stage.send("GET", "/tracks/\(library.track)").text("state") == "ready")
        }
    }

    @Test("Of a deleted track nothing is told but that", arguments: DatabaseKind.allCases)
    func deleted(kind: DatabaseKind) async throws {
        try await kind.onStage { stage in
            let library = try await Library(stage)
            let track = try await stage.addTrack(to: library.album)
            let before = try await stage.catalog.lastPosition()
            try await stage.send("DELETE", "/tracks/\(track)")
            #expect(try await stage.catalog.news(after: before).map(\.topic) == ["track.deleted"])
            #expect(try await stage.jobStates().last == .cancelled)
        }
    }
}

extension Stage {
    /// Lets the job that waits come to nothing.
    fileprivate func end(_ way: FailureNewsTests.Way) async throws {
        let passing = JobFailure("failed", "the disk is full", remedy: "Free some space.")
        switch way {
        case .refused:
            try await attempt(.failed(JobFailure("masterRejected", "it is MP3", isPermanent: true)))
        case .spent: for _ in 0..<5 { try await attempt(.failed(passing)) }
        case .quarantined: for _ in 0..<2 { try await attempt(.crashed(JobFailure("crashed", "signal 11"))) }
        case .vanished: for _ in 0..<10 { try await attempt(.lost) }
        case .cancelledWaiting:
            let waiting = try await queue.list(JobFilter(states: [.available]))[0]
            // Twice is once.
            for _ in 0..<2 { try await queue.cancel(waiting.id) }
        case .cancelledRunning:
            let claimed = try await queue.claim(1, worker: "w")[0]
            try await queue.cancel(claimed.job.id)
            _ = try await queue.end(claimed.lease, .cancelled)
            _ = try await queue.end(claimed.lease, .cancelled)
        }
    }

    /// One attempt at the job that waits, or is to be tried again.
    fileprivate func attempt(_ ending: Ending) async throws {
        try await queue.database.write {
            try $0.execute("UPDATE jobs SET state = 'available' WHERE state = 'retryable'")
        }
        let claimed = try #require(try await queue.claim(1, worker: "w").first)
        _ = try await queue.end(claimed.lease, ending)
    }
}
