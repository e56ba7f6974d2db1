internal import Foundation
internal import LatheAccess
internal import LatheCatalog
internal import LatheDatabase
@testable internal import LatheService
internal import LatheStorage
internal import LatheTelemetry
internal import TestServers
internal import Testing

/// Webhooks, received by a small program of another language, which verifies them by itself.
struct WebhookTests {
    private struct Made: Decodable {
        let id, url: String
        let secret: String?
    }

    private struct List: Decodable { let items: [Made] }

    private func register(
        _ url: String, topics: String = "[]", in stage: Stage, by subject: String = "ada"
    ) async throws -> Answer {
        try await stage.send(
            "POST", "/api/v1/webhooks", headers: ["Content-Type": "application/json"],
            content: Array(#"{"url": "\#(url)", "topics": \#(topics)}"#.utf8), by: subject)
    }

    private func announce(_ topic: NewsTopic, _ artist: String, in stage: Stage) async throws {
        let catalog = stage.service.parts.catalog
        try await catalog.database.write { connection in
            try catalog.announce(topic, tenant: artist, subject: "t", payload: ["n": 1], in: connection)
        }
    }

    private func artist(of subject: String, in stage: Stage) async throws -> String {
        let catalog = stage.service.parts.catalog
        return try await catalog.database.write {
            try catalog.createArtist(named: subject, by: Actor(subject), in: $0).id
        }
    }

    @Test("News arrive signed, after a failure again, and only those that were asked for", arguments: [500, 302])
    func delivery(failure: Int) async throws {
        let stage = try await Stage.make { $0.allowsPrivateWebhooks = true }
        let (ada, bob) = (try await artist(of: "ada", in: stage), try await artist(of: "bob", in: stage))
        let receiver = try await WebhookReceiver(answering: [failure, 200])
        let answer = try await register(
            "http://127.0.0.1:\(receiver.port)/hook", topics: #"["track.ready"]"#, in: stage)
        #expect(answer.status == 201)
        let made = try answer.json(Made.self)
        try receiver.expect(secret: try #require(made.secret))
        let catalog = stage.service.parts.catalog
        let sink = WebhookSink(catalog: catalog)
        for (topic, artist) in [(NewsTopic.trackReady, ada), (.trackDeleted, ada), (.trackReady, bob)] {
            try await announce(topic, artist, in: stage)
        }
        let news = try await catalog.news(after: 0)
        try await sink.publish(news)
        let sender = WebhookSender(
            catalog: catalog, log: .silent, metrics: EventMetrics(in: Metrics()), allowsPrivate: true, now: { .now },
            delay: { _ in 0 })
        var attempts = 0
        while await sender.sendDue() > 0 { attempts += 1 }
        #expect(attempts == 2)
        let received = try receiver.received
        #expect(received.map(\.status) == [failure, 200])
        #expect(received.map(\.path) == ["/hook", "/hook"], "redirects are not followed")
        #expect(received.allSatisfy { $0.isRight && !$0.isWrong })
        #expect(Set(received.map(\.id)) == [news[0].id])
        #expect(received.map(\.body.topic) == ["track.ready", "track.ready"])
        // Once more is once: it was delivered and may come again, under the same id.
        try await sink.publish(news)
        _ = await sender.sendDue()
        #expect(try Set(receiver.received.map(\.id)) == [news[0].id])
    }

    @Test("The service brings news to webhooks by itself")
    func wholeWay() async throws {
        let stage = try await Stage.make { $0.allowsPrivateWebhooks = true }
        let ada = try await artist(of: "ada", in: stage)
        let receiver = try await WebhookReceiver()
        let made = try await register("http://127.0.0.1:\(receiver.port)/", in: stage).json(Made.self)
        try receiver.expect(secret: try #require(made.secret))
        let task = Task { await stage.service.deliverEvents() }
        let catalog = stage.service.parts.catalog
        _ = try await eventually { try await catalog.news(for: "webhooks") }
        try await announce(.trackReady, ada, in: stage)
        let received = try await eventually { try receiver.received.first }
        #expect(received?.isRight == true)
        task.cancel()
        await task.value
    }

    @Test("Who dies with a delivery has not delivered it")
    func lease() async throws {
        let stage = try await Stage.make()
        let ada = try await artist(of: "ada", in: stage)
        _ = try await register("https://example.com/", in: stage)
        try await announce(.trackReady, ada, in: stage)
        let catalog = stage.service.parts.catalog
        try await WebhookSink(catalog: catalog).publish(try await catalog.news(after: 0))
        func claim(_ lease: Int64) async throws -> [WebhookDelivery] {
            try await catalog.database.write { try catalog.claimDeliveries(limit: 9, lease: lease, in: $0) }
        }
        #expect(try await claim(0).map(\.attempt) == [0])
        #expect(try await claim(60_000).map(\.attempt) == [1])
        #expect(try await claim(60_000).isEmpty)
    }

    @Test(
        "A webhook leads to public hosts only",
        arguments: [
            ("https://example.com/hook?x=1", 201), ("https://93.184.216.34/", 201), ("http://example.com/", 422),
            ("https://127.0.0.1/", 422), ("https://10.0.0.1/", 422), ("https://169.254.169.254/latest", 422),
            ("https://[::1]/", 422), ("https://[::ffff:10.0.0.1]/", 422), ("https://user:pw@example.com/", 422),
            ("file:///etc/passwd", 422), ("https:///x", 422), ("x", 422), ("https://example.com:0/", 422),
            ("https://%C3%A9.example.com/", 422), ("https://exa%6Dple.com/", 422), ("https://[example.com]/", 422),
            ("https://xn--9ca.example.com/", 201),
        ])
    func targets(url: String, status: Int) async throws {
        let stage = try await Stage.make()
        #expect(try await register(url, in: stage).status == status)
    }

    @Test("A name that leads to a private address is not called", arguments: ["localhost", "localhost."])
    func rebinding(host: String) async throws {
        let target = try #require(WebhookTarget("https://\(host)/", allowsPrivate: false))
        await #expect(throws: OutboundClient.Failure.self) {
            _ = try await target.post([], headers: [], by: OutboundClient())
        }
    }

    @Test(
        "Spellings of numbers that a resolver takes for addresses do not help",
        arguments: ["2130706433", "0x7f.1", "127.1"])
    func spellings(host: String) async throws {
        guard let target = WebhookTarget("https://\(host)/", allowsPrivate: false) else { return }
        await #expect(throws: OutboundClient.Failure.self) {
            _ = try await target.post([], headers: [], by: OutboundClient())
        }
    }

    @Test("Webhooks are listed without their secrets, and are their owner's")
    func ownership() async throws {
        let stage = try await Stage.make()
        let made = try await register("https://example.com/", in: stage).json(Made.self)
        #expect(made.secret?.hasPrefix("whsec_") == true)
        let mine = try await stage.send("GET", "/api/v1/webhooks", by: "ada").json(List.self)
        #expect(mine.items.map(\.id) == [made.id])
        #expect(mine.items.allSatisfy { $0.secret == nil })
        #expect(try await stage.send("GET", "/api/v1/webhooks", by: "bob").json(List.self).items.isEmpty)
        let path = "/api/v1/webhooks/" + made.id
        #expect(try await stage.send("DELETE", path, by: "bob").status == 404)
        #expect(try await stage.send("DELETE", path, by: "ada").status == 200)
        #expect(try await stage.send("DELETE", path, by: "ada").status == 404)
        #expect(try await stage.send("GET", "/api/v1/webhooks", by: "eve", role: .listener).status == 403)
    }

    @Test("Attempts come later and later")
    func delays() {
        for (attempt, range) in [(0, 4000...6000), (1, 8000...12000), (30, 2_880_000...4_320_000)] {
            #expect(range.contains(Int(WebhookSender.delay(after: attempt))))
        }
    }
}

extension WebhookSender {
    /// Sends what is due now.
    /// - Returns: how many there were.
    fileprivate func sendDue() async -> Int {
        let due = await claim(WebhookFlights())
        for delivery in due { await send(delivery) }
        return due.count
    }
}
