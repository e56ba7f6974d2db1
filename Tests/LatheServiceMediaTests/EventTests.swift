internal import Foundation
internal import Lathe
internal import LatheAccess
internal import LatheCatalog
internal import LatheDatabase
internal import LatheHTTP
internal import LatheJobs
internal import LatheTelemetry
@testable internal import LatheService
internal import LatheWorker
internal import Synchronization
internal import TestServers
internal import Testing

/// Server-sent events, read by curl over a socket.
struct EventTests {
    private struct Payload: Encodable { let n: Int }

    /// A server, and curl that listens to it.
    private final class Listener {
        private let program: SupervisedServer

        init(_ stage: Stage, port: UInt16, by subject: String = "ada", role: Role = .artist, after: Int64? = nil) throws
        {
            let folder = stage.folder + "/events-" + UUID().uuidString
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            var command = [
                "/usr/bin/curl", "--silent", "--no-buffer", "--header",
                "Authorization: Bearer \(try stage.token(for: subject, role: role))",
            ]
            if let after { command += ["--header", "Last-Event-ID: \(after)"] }
            program = try SupervisedServer(
                command + ["http://127.0.0.1:\(port)/api/v1/events"], in: folder, endedBy: "KILL")
        }

        var text: String { program.log }

        /// Everything that came until the text did.
        func wait(for text: String) async throws -> String {
            try #require(try await eventually { self.text.contains(text) ? self.text : nil }, "got: \(self.text)")
        }
    }

    private func announce(_ numbers: ClosedRange<Int>, _ artist: String, in stage: Stage) async throws {
        let catalog = stage.service.parts.catalog
        try await catalog.database.write { connection in
            for number in numbers {
                try catalog.announce(
                    .trackReady, tenant: artist, subject: "t", payload: Payload(n: number), in: connection)
            }
        }
    }

    private func artist(of subject: String, in stage: Stage) async throws -> String {
        let catalog = stage.service.parts.catalog
        return try await catalog.database.write {
            try catalog.createArtist(named: subject, by: Actor(subject), in: $0).id
        }
    }

    @Test("An artist hears of her own tracks, at once and in order")
    func own() async throws {
        let stage = try await Stage.make()
        let (ada, bob) = (try await artist(of: "ada", in: stage), try await artist(of: "bob", in: stage))
        let server = try HTTPServer(router: stage.router)
        defer { server.stop() }
        let (listener, admin) = (
            try Listener(stage, port: server.port), try Listener(stage, port: server.port, by: "root", role: .admin)
        )
        _ = try await listener.wait(for: "retry:")
        _ = try await admin.wait(for: "retry:")
        for (number, artist) in [(1, ada), (2, bob), (3, ada)] {
            try await announce(number...number, artist, in: stage)
        }
        let text = try await listener.wait(for: "\"n\":3")
        #expect(text.contains("event: track.ready\ndata: {\"n\":1}\n\n"))
        #expect(!text.contains("\"n\":2"), "another's")
        #expect(try await admin.wait(for: "\"n\":3").contains("\"n\":2"), "an administrator hears everything")
    }

    @Test("Who comes back misses nothing and hears nothing twice")
    func resuming() async throws {
        let stage = try await Stage.make()
        let ada = try await artist(of: "ada", in: stage)
        try await announce(1...250, ada, in: stage)
        let news = try await stage.service.parts.catalog.news(after: 0, limit: 300)
        let server = try HTTPServer(router: stage.router)
        defer { server.stop() }
        let listener = try Listener(stage, port: server.port, after: news[99].position)
        try await announce(251...251, ada, in: stage)
        let text = try await listener.wait(for: "\"n\":251}")
        let numbers = text.matches(of: /"n":(\d+)/).compactMap { Int($0.1) }
        let isComplete = numbers == Array(101...251)
        #expect(isComplete, "\(numbers.count) came")
        #expect(text.contains("id: \(news[100].position)\n"))
    }

    @Test(
        "Who comes from the future of a restored database is told so, and keeps nobody from hearing",
        arguments: [1_000_000_000_000, Int64.max])
    func future(position: Int64) async throws {
        let stage = try await Stage.make()
        let ada = try await artist(of: "ada", in: stage)
        try await announce(1...1, ada, in: stage)
        let server = try HTTPServer(router: stage.router)
        defer { server.stop() }
        let lost = try Listener(stage, port: server.port, after: position)
        let end = try await stage.service.parts.catalog.lastPosition()
        #expect(try await lost.wait(for: "event: reset").contains("id: \(end)\nevent: reset\n"))
        let other = try Listener(stage, port: server.port)
        _ = try await other.wait(for: "retry:")
        try await announce(2...2, ada, in: stage)
        for listener in [lost, other] { _ = try await listener.wait(for: "\"n\":2") }
    }

    @Test("Progress of a running job is told to its owner")
    func progress() async throws {
        let stage = try await Stage.make()
        let ada = try await artist(of: "ada", in: stage)
        let order = TranscodeOrder(
            track: "t1", revision: "r1", master: .object(key: "masters/x"), sha256: nil, preset: .music,
            layout: .segments)
        let (queue, payload) = (stage.service.parts.queue, try order.json)
        try await queue.database.write { connection in
            _ = try queue.enqueue(
                NewJob(kind: TranscodeOrder.kind, payload: payload, uniqueKey: "u", tenant: ada), in: connection)
        }
        let job = try #require(try await queue.claim(1, worker: "w").first)
        let server = try HTTPServer(router: stage.router)
        defer { server.stop() }
        let listener = try Listener(stage, port: server.port)
        _ = try await listener.wait(for: "\"fraction\":0,")
        _ = try await queue.report([job.lease: JobProgress(fraction: 0.5, stage: "encode")])
        let text = try await listener.wait(for: "\"fraction\":0.5")
        #expect(text.contains("event: track.progress\n"))
        #expect(text.contains("\"track\":\"t1\""))
    }

    @Test("A quiet connection shows that it lives, and ends with its token")
    func heartbeat() async throws {
        let stage = try await Stage.make()
        let (catalog, queue) = (stage.service.parts.catalog, stage.service.parts.queue)
        let principal = Principal(subject: "ada", role: .artist, expiresAt: stage.now + 60)
        let feed = EventFeed(
            hub: EventHub(catalog, queue, .silent), catalog: catalog, principal: principal, now: { stage.now },
            heartbeat: .milliseconds(10))
        let text = Mutex("")
        // Ends by itself, or the test would not.
        try await feed.run(
            after: nil,
            ResponseWriter { bytes in
                text.withLock { $0 += String(decoding: bytes, as: UTF8.self) }
                if text.withLock({ $0.contains(": still here\n\n") }) { stage.move(bySeconds: 60) }
            })
        #expect(text.withLock { $0.hasPrefix("retry: 2000\n\n: still here\n\n") })
    }

    @Test("A stream that has not begun when the service stops says when to come back, however slow the database is")
    func lastWord() async throws {
        let stage = try await Stage.make()
        let request = Request(
            .get, try #require(RequestTarget("/api/v1/events")),
            headers: ["Authorization": "Bearer \(try stage.token())"], remoteAddress: "203.0.113.5", id: "7")
        guard case .stream(_, let write) = await stage.router.respond(to: request).body else {
            Issue.record("no stream")
            return
        }
        let (database, gate) = (stage.service.parts.catalog.database, DispatchSemaphore(value: 0))
        let calls = (0..<12).map { _ in Task { try await database.read { _ in gate.wait() } } }
        while database.longestWait == .zero { await Task.yield() }
        stage.service.endStreams()
        let text = Mutex("")
        async let end: Void = write(
            ResponseWriter { bytes in text.withLock { $0 += String(decoding: bytes, as: UTF8.self) } })
        // Longer than a client has to read it.
        try await Task.sleep(for: .milliseconds(500))
        for _ in calls { gate.signal() }
        try await end
        #expect(text.withLock { $0.wholeMatch(of: /retry: 2000\n\n: the service stops\nretry: [1-5]\d{3}\n\n/) != nil })
    }

    @Test("Only so many connections wait for events")
    func quota() {
        let quota = ConnectionQuota(limit: 3, perSubject: 2)
        var places = [quota.place(for: "ada"), quota.place(for: "ada")]
        #expect(quota.place(for: "ada") == nil)
        places.append(quota.place(for: "bob"))
        #expect(quota.place(for: "eve") == nil)
        #expect(places.allSatisfy { $0 != nil })
        places.removeFirst()
        #expect(quota.place(for: "eve") != nil)
    }

    @Test("A listener, a stranger and a wrong id hear nothing")
    func refusals() async throws {
        let stage = try await Stage.make()
        #expect(try await stage.send("GET", "/api/v1/events").status == 401)
        #expect(try await stage.send("GET", "/api/v1/events", by: "eve", role: .listener).status == 403)
        let answer = try await stage.send("GET", "/api/v1/events", headers: ["Last-Event-ID": "x"], by: "ada")
        #expect(answer.status == 400)
    }

    @Test(
        "Plays are checked",
        arguments: [
            (#"{"plays": [{"trackId": "t", "startedAt": "2026-01-01T00:00:00Z", "seconds": 3.5}]}"#, 202),
            (#"{"plays": [{"trackId": "t", "startedAt": "2026-01-01T00:00:00.5Z", "seconds": 0}]}"#, 202),
            (#"{"plays": []}"#, 422), (#"{"plays": [{"trackId": "t", "startedAt": "now", "seconds": 3}]}"#, 422),
            (#"{"plays": [{"trackId": "t", "startedAt": "2026-01-01T00:00:00Z", "seconds": -1}]}"#, 422),
            (#"{"plays": [{"trackId": "t", "startedAt": "2026-02-29T00:00:00Z", "seconds": 3}]}"#, 422),
            (#"{"plays": [{"trackId": "t", "startedAt": "0305-11-19t22:34:51.452946+01:00", "seconds": 3}]}"#, 202),
            (#"{"plays": [{"trackId": "t"}]}"#, 422), ("[]", 422), ("{", 400),
        ])
    func plays(json: String, status: Int) async throws {
        let stage = try await Stage.make()
        let answer = try await stage.send(
            "POST", "/api/v1/plays", headers: ["Content-Type": "application/json"], content: Array(json.utf8),
            by: "eve", role: .listener)
        #expect(answer.status == status)
    }

    @Test("A play of a track becomes news of its artist")
    func recordedPlay() async throws {
        let stage = try await Stage.make()
        let catalog = stage.service.parts.catalog
        let delivery = Delivery(
            tenant: "ada", title: "x", source: "file:///x", masterVersion: "1", presetName: "music", presetHash: "h")
        let track = try await catalog.database.write { try catalog.register(delivery, in: $0).track }
        let json = """
            {"plays": [{"trackId": "\(track.id)", "startedAt": "2026-01-01T00:00:00Z", "seconds": 3.5},
            {"trackId": "none", "startedAt": "2026-01-01T00:00:00Z", "seconds": 3.5}]}
            """
        let answer = try await stage.send(
            "POST", "/api/v1/plays", headers: ["Content-Type": "application/json"], content: Array(json.utf8),
            by: "eve", role: .listener)
        #expect(answer.status == 202)
        let news = try await catalog.news(after: 0)
        #expect(news.map(\.topic) == ["play.recorded"])
        #expect(news.map(\.tenant) == ["ada"])
        #expect(!news.map(\.payload).joined().contains("eve"), "who listened is not told")
    }
}
