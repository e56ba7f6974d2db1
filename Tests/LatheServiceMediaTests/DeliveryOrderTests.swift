internal import Foundation
internal import LatheAccess
internal import LatheCatalog
internal import LatheDatabase
@testable internal import LatheService
internal import LatheStorage
internal import LatheTelemetry
internal import TestDatabases
internal import TestServers
internal import Testing

/// In which order webhooks are told, and who waits for whom.
struct DeliveryOrderTests {
    /// Lends a catalogue with webhooks that see everything.
    private func withCatalog(
        _ kind: DatabaseKind = .sqlite, clock: TestClock? = nil, webhooks urls: [String],
        _ body: (Catalog, [Webhook]) async throws -> Void
    ) async throws {
        try await withDatabase(kind, clock: clock) { database in
            try await database.migrate(Catalog.migrations)
            let catalog = Catalog(database: database)
            let webhooks = try await database.write { connection in
                try urls.compactMap {
                    try catalog.addWebhook(
                        $0, topics: [], secret: "s", limit: 20, by: Actor("root", isUnrestricted: true),
                        in: connection)
                }
            }
            try await body(catalog, webhooks)
        }
    }

    /// News of each of the tracks, put on their way.
    private func tell(of tracks: [String], in catalog: Catalog) async throws {
        let position = try await catalog.lastPosition()
        try await catalog.database.write { connection in
            for track in tracks {
                try catalog.announce(.trackUpdated, tenant: "t", subject: track, payload: ["n": 1], in: connection)
            }
        }
        try await WebhookSink(catalog: catalog).publish(try await catalog.news(after: position, limit: 1000))
    }

    private func claim(_ catalog: Catalog, share: Int = 4, notTo busy: [String] = []) async throws -> [WebhookDelivery]
    {
        try await catalog.database.write {
            try catalog.claimDeliveries(limit: 10, share: share, notTo: busy, lease: 60_000, in: $0)
        }
    }

    @Test(
        "What tells of a track waits for what told of it before, and for nothing else", arguments: DatabaseKind.allCases
    )
    func order(kind: DatabaseKind) async throws {
        try await withCatalog(kind, webhooks: ["https://example.com/"]) { catalog, _ in
            try await tell(of: ["a", "b", "a", "a"], in: catalog)
            let first = try await claim(catalog)
            #expect(first.map(\.subject).sorted() == ["a", "b"])
            #expect(try await claim(catalog).isEmpty, "its first is under way")
            let (a, b) = (
                try #require(first.first { $0.subject == "a" }), try #require(first.first { $0.subject == "b" })
            )
            let isGivenUp = try await catalog.database.write { connection in
                try catalog.endDelivery(b, in: connection)
                return try catalog.retryDelivery(a, after: 0, givingUpAfter: 60_000, in: connection)
            }
            #expect(!isGivenUp)
            #expect(try await claim(catalog).map(\.newsID) == [a.newsID], "the same again, not the next")
            try await catalog.database.write { try catalog.endDelivery(a, in: $0) }
            let next = try await claim(catalog)
            let told = try await catalog.news(after: 0).filter { $0.subject == "a" }
            #expect(next.map(\.newsID) == [told[1].id] && a.newsID == told[0].id)
            // What happens meanwhile comes last.
            try await tell(of: ["a"], in: catalog)
            #expect(try await claim(catalog).isEmpty)
            let second = try #require(next.first)
            let wasGivenUp = try await catalog.database.write {
                try catalog.retryDelivery(second, after: 0, givingUpAfter: -60_000, in: $0)
            }
            #expect(wasGivenUp)
            #expect(try await claim(catalog).count == 1, "nothing waits for what was given up")
            #expect(try await catalog.pendingDeliveries() == 2)
        }
    }

    @Test("A webhook has its share of the places, and none while it is busy", arguments: DatabaseKind.allCases)
    func shares(kind: DatabaseKind) async throws {
        try await withCatalog(kind, webhooks: ["https://example.com/", "https://example.org/"]) { catalog, webhooks in
            try await tell(of: (0..<20).map { "t\($0)" }, in: catalog)
            let claimed = try await claim(catalog, share: 3)
            #expect(
                Dictionary(grouping: claimed, by: \.webhook.id).mapValues(\.count) == [
                    webhooks[0].id: 3, webhooks[1].id: 3,
                ])
            let rest = try await claim(catalog, share: 3, notTo: [webhooks[0].id])
            #expect(Set(rest.map(\.webhook.id)) == [webhooks[1].id] && rest.count == 3)
        }
    }

    @Test("A webhook hears nothing of what happened before it was there", arguments: DatabaseKind.allCases)
    func past(kind: DatabaseKind) async throws {
        try await withCatalog(kind, webhooks: []) { catalog, _ in
            try await catalog.database.write {
                try catalog.announce(.trackUpdated, tenant: "t", subject: "a", payload: ["n": 1], in: $0)
            }
            let news = try #require(try await catalog.news(after: 0).first)
            // By the clock that the news have their time from.
            while try await catalog.database.read({
                try $0.first("SELECT \(sql: $0.dialect.now) AS t")?["t"] ?? Int64(0)
            })
                <= news.createdAt
            { await Task.yield() }
            _ = try await catalog.database.write {
                try catalog.addWebhook(
                    "https://example.com/", topics: [], secret: "s", limit: 1, by: Actor("root", isUnrestricted: true),
                    in: $0)
            }
            try await WebhookSink(catalog: catalog).publish([news])
            #expect(try await catalog.pendingDeliveries() == 0)
        }
    }

    @Test("A receiver that fails is tried for a day, later and later, and then no more")
    func day() async throws {
        let clock = TestClock()
        let receiver = try await WebhookReceiver(answering: [500])
        try receiver.expect(secret: "s")
        try await withCatalog(clock: clock, webhooks: ["http://127.0.0.1:\(receiver.port)/"]) { catalog, _ in
            try await tell(of: ["a"], in: catalog)
            let sender = WebhookSender(
                catalog: catalog, log: .silent, metrics: EventMetrics(in: Metrics()), allowsPrivate: true, now: { .now }
            )
            let start = clock.time
            var (attempts, last) = (0, start)
            while try await catalog.pendingDeliveries() > 0 {
                for delivery in await sender.claim(WebhookFlights()) {
                    await sender.send(delivery)
                    (attempts, last) = (attempts + 1, clock.time)
                }
                let due = try await catalog.database.read {
                    try $0.first("SELECT min(next_at) AS due FROM webhook_deliveries")?["due"] ?? Int64(0)
                }
                clock.time = max(clock.time, due)
            }
            let hours = Double(last - start) / 3_600_000
            #expect((24...25.2).contains(hours), "\(hours) h")
            #expect((25...45).contains(attempts), "\(attempts) attempts")
            let received = try receiver.received
            #expect(received.count == attempts && Set(received.map(\.id)).count == 1)
            #expect(received.allSatisfy { $0.isRight && !$0.isWrong })
        }
    }

    @Test("A receiver that hangs, and one that fails, hold up nobody else")
    func slowNeighbour() async throws {
        let receiver = try await WebhookReceiver()
        try receiver.expect(secret: "s")
        // Takes connections, by the kernel, and says nothing.
        let silent = try SilentPort()
        // Port 1 of 127.0.0.1 is nobody's.
        let urls = [silent.port, 1, receiver.port].map { "http://127.0.0.1:\($0)/" }
        try await withCatalog(webhooks: urls) { catalog, _ in
            try await tell(of: (0..<20).map { "t\($0)" }, in: catalog)
            let sender = WebhookSender(
                catalog: catalog, log: .silent, metrics: EventMetrics(in: Metrics()), allowsPrivate: true,
                now: { .now }, client: OutboundClient(connections: WebhookFlights.window, seconds: 600))
            let sending = Task { await sender.run() }
            // While the first request to the silent one hangs.
            #expect(try await eventually { try receiver.received.count == 20 ? true : nil } == true)
            sending.cancel()
            await sending.value
        }
    }
}
