import LatheAccess
import LatheCatalog
import LatheDatabase
import LatheJobs
import TestDatabases
import Testing

@testable import LatheService

@Suite("Tracks and what is made of them")
struct TrackTests {
    @Test("A track, its job, the news of it and the upload's use appear together", arguments: DatabaseKind.allCases)
    func register(kind: DatabaseKind) async throws {
        try await kind.onStage { stage in
            let library = try await Library(stage)
            let before = try await Counts(stage)
            let url = try await stage.upload()
            let made = try await stage.send(
                "POST", "/tracks", #"{"albumId":"\#(library.album)","title":"Ölprinz","trackUrl":"\#(url)"}"#)
            #expect(made.status == 201)
            #expect(made.headers["location"] == "/api/v1/tracks/\(made.text("id"))")
            #expect(made.text("state") == "processing" && made["progress"] == .integer(0))
            #expect(made.text("artistName") == "Ann" && made.text("albumTitle") == "First")
            #expect(try await Counts(stage) == before + Counts(tracks: 1, jobs: 1, news: 1))
            let job = try await stage.queue.list(limit: 1)[0]
            #expect(job.tenant == library.artist)
            #expect(try await stage.send("GET", "/jobs/\(job.id)", as: .admin).text("job.trackId") == made.text("id"))
        }
    }

    @Test("Whatever is refused leaves nothing behind", arguments: DatabaseKind.allCases)
    func refused(kind: DatabaseKind) async throws {
        try await kind.onStage { stage in
            let library = try await Library(stage)
            let (others, open) = (try await stage.upload(by: .stranger), try await stage.upload(bytes: nil))
            let used = try await stage.upload()
            let body = { (url: String) in #"{"albumId":"\#(library.album)","title":"T","trackUrl":"\#(url)"}"# }
            try await stage.send("POST", "/tracks", body(used))
            let before = try await Counts(stage)
            for (url, status) in [
                (others, 422), (open, 409), (used, 422), ("http://music.test/uploads/none", 422),
                ("http://169.254.169.254/latest", 422), ("file:///etc/passwd", 422),
            ] {
                let answer = try await stage.send("POST", "/tracks", body(url))
                #expect(answer.status == status, "\(url)")
                #expect(answer.text("pointer") == "/trackUrl")
            }
            #expect(try await Counts(stage) == before)
        }
    }

    @Test("A job tells how far a track is, why it failed, and that it is ready")
    func progress() async throws {
        try await DatabaseKind.sqlite.onStage { stage in
            let library = try await Library(stage)
            let track = try await stage.addTrack(to: library.album)
            let lease = try #require(try await stage.queue.claim(1, worker: "w").first)
            _ = try await stage.queue.report([lease.lease: JobProgress(fraction: 0.25, remaining: 9000)])
            let running = try await stage.send("GET", "/tracks/\(track)")
            #expect(running["progress"] == .real(0.25) && running["remainingSeconds"] == .integer(9))
            #expect(try await stage.send("GET", "/tracks/\(track)/stream").status == 409)
            _ = try await stage.queue.end(
                lease.lease, .failed(JobFailure("masterRejected", "it is MP3", isPermanent: true)))
            let failed = try await stage.send("GET", "/tracks/\(track)")
            #expect(failed.text("state") == "failed" && failed.text("failure.code") == "masterRejected")
            try await stage.publish(track)
            let ready = try await stage.send("GET", "/tracks/\(track)")
            #expect(ready.text("state") == "ready" && ready["progress"] == .integer(1))
            #expect(ready["renditions"]?.array?.count == 3)
        }
    }

    @Test("A new master is a new revision with a job of its own; the old one plays on")
    func revise() async throws {
        try await DatabaseKind.sqlite.onStage { stage in
            let library = try await Library(stage)
            let first = try await stage.send("GET", "/tracks/\(library.track)").text("revision")
            let url = try await stage.upload()
            let changed = try await stage.send(
                "PATCH", "/tracks/\(library.track)", #"{"title":"Two","trackUrl":"\#(url)"}"#)
            #expect(changed.text("title") == "Two" && changed.text("revision") == first)
            #expect(changed.text("state") == "ready" && changed["progress"] == .integer(0))
            #expect(try await stage.jobStates() == [.cancelled, .available])
            try await stage.publish(library.track)
            #expect(try await stage.send("GET", "/tracks/\(library.track)").text("revision") != first)
        }
    }

    @Test(
        "A new master takes the place of one that waits; one that is being made goes on",
        arguments: DatabaseKind.allCases)
    func supersede(kind: DatabaseKind) async throws {
        try await kind.onStage { stage in
            let library = try await Library(stage)
            let track = try await stage.addTrack(to: library.album)
            let other = try await stage.addTrack(to: library.album)
            let revise = { (track: String) in
                let url = try await stage.upload()
                let answer = try await stage.send("PATCH", "/tracks/\(track)", #"{"trackUrl":"\#(url)"}"#)
                #expect(answer.status == 200)
                return answer
            }
            let before = try await stage.jobStates()
            #expect(before.suffix(2) == [.available, .available])
            let revised = try await revise(track)
            #expect(revised.text("state") == "processing")
            #expect(try await stage.jobStates().suffix(3) == [.cancelled, .available, .available])
            let running = try #require(try await stage.queue.claim(1, worker: "w").first)
            for track in [track, other] { _ = try await revise(track) }
            let states = try await stage.queue.list()
            #expect(states.first { $0.id == running.job.id }?.state == .running)
            #expect(states.filter { $0.state == .available }.count == 2)
            #expect(states.first { $0.id == running.job.id }?.isCancelRequested == false)
        }
    }

    @Test("What refuses a new master leaves the job that waits", arguments: DatabaseKind.allCases)
    func keptJob(kind: DatabaseKind) async throws {
        try await kind.onStage { stage in
            let library = try await Library(stage)
            let track = try await stage.addTrack(to: library.album)
            let url = try await stage.upload()
            let before = try await stage.jobStates()
            let answer = try await stage.send(
                "PATCH", "/tracks/\(track)", #"{"trackUrl":"\#(url)"}"#, headers: ["If-Match": "\"99\""])
            #expect(answer.status == 412)
            #expect(try await stage.jobStates() == before)
        }
    }

    @Test("Deleting a track stops its job, and is told to whoever plays it")
    func delete() async throws {
        try await DatabaseKind.sqlite.onStage { stage in
            let library = try await Library(stage)
            let track = try await stage.addTrack(to: library.album)
            #expect(try await stage.send("GET", "/tracks/\(track)/stream", as: .listener).status == 409)
            #expect(try await stage.send("DELETE", "/tracks/\(track)").text("id") == track)
            #expect(try await stage.jobStates() == [.cancelled, .cancelled])
            // Though what was known of it was remembered.
            #expect(try await stage.send("GET", "/tracks/\(track)/stream", as: .listener).status == 410)
            #expect(try await stage.send("GET", "/tracks/\(track)").status == 410)
            #expect(try await stage.send("DELETE", "/tracks/\(track)").status == 404)
        }
    }

    @Test("A track moves to another album of one's own, and to no other")
    func move() async throws {
        try await DatabaseKind.sqlite.onStage { stage in
            let library = try await Library(stage)
            let artist = try await stage.send("POST", "/artists", as: .stranger, #"{"name":"Else"}"#).text("id")
            let others = try await stage.send(
                "POST", "/albums", as: .stranger, #"{"artistId":"\#(artist)","title":"Theirs"}"#
            ).text("id")
            let path = "/tracks/\(library.track)"
            #expect(try await stage.send("PATCH", path, #"{"albumId":"\#(others)","title":"X"}"#).status == 403)
            #expect(try await stage.send("PATCH", path, #"{"albumId":"none"}"#).text("pointer") == "/albumId")
            let moved = try await stage.send("PATCH", path, #"{"albumId":"\#(library.emptyAlbum)"}"#)
            #expect(moved.text("albumTitle") == "Blank" && moved.text("title") == "One")
        }
    }
}

/// How many rows there are.
private struct Counts: Equatable {
    var tracks = 0
    var jobs = 0
    var news = 0

    init(tracks: Int, jobs: Int, news: Int) { (self.tracks, self.jobs, self.news) = (tracks, jobs, news) }

    init(_ stage: Stage) async throws {
        let row = try await stage.catalog.database.read { connection in
            try connection.first(
                """
                SELECT (SELECT count(*) FROM tracks) AS tracks, (SELECT count(*) FROM jobs) AS jobs,
                    (SELECT count(*) FROM outbox) AS news
                """)
        }
        self.init(
            tracks: try row?["tracks"] ?? -1, jobs: try row?["jobs"] ?? -1, news: try row?["news"] ?? -1)
    }

    static func + (one: Counts, other: Counts) -> Counts {
        Counts(tracks: one.tracks + other.tracks, jobs: one.jobs + other.jobs, news: one.news + other.news)
    }
}
