internal import Foundation
internal import LatheCatalog
internal import LatheDatabase
internal import LatheNATS
@testable internal import LatheService
internal import TestServers
internal import Testing

/// Against a real NATS server.
struct NATSTests {
    private func announce(_ numbers: ClosedRange<Int>, in stage: Stage) async throws {
        let catalog = stage.service.parts.catalog
        try await catalog.database.write { connection in
            for number in numbers {
                try catalog.announce(.trackReady, tenant: "a", subject: "t", payload: ["n": number], in: connection)
            }
        }
    }

    @Test("News that come again are kept once")
    func deduplication() async throws {
        let stage = try await Stage.make()
        let broker = try await Broker()
        try await announce(1...20, in: stage)
        let news = try await stage.service.parts.catalog.news(after: 0)
        let sink = NATSSink(try #require(NATSAddress("nats://127.0.0.1:\(broker.port)")))
        try await sink.publish(news)
        try await sink.publish(news)
        #expect(try await broker.messages().count == 20)
    }

    @Test("News that came while the broker was dead arrive when it is back")
    func outage() async throws {
        let stage = try await Stage.make()
        let broker = try await Broker()
        let sink = NATSSink(try #require(NATSAddress("nats://127.0.0.1:\(broker.port)")))
        let catalog = stage.service.parts.catalog
        let task = Task { await stage.service.deliverEvents(to: [sink]) }
        _ = try await eventually { try await catalog.news(for: "nats") }
        try await announce(1...3, in: stage)
        _ = try await eventually { (try? await broker.messages().count) == 3 ? true : nil }
        try broker.kill9()
        try await announce(4...6, in: stage)
        try await broker.restart()
        let all = try await eventually { (try? await broker.messages().count) == 6 ? true : nil }
        #expect(all == true)
        task.cancel()
        await task.value
    }

    @Test(
        "An address is shown without what is secret, and one that is none is refused",
        arguments: [
            ("nats://localhost", "nats://localhost"), ("nats://user:pa:ss@host:4222", "nats://user:***@host:4222"),
            ("tls://t0ken@host", "tls://***@host"),
            ("nats://a:1@[::1]:4222,tls://b", "nats://a:***@[::1]:4222,tls://b"),
            ("nats://user:p@ss@host", nil), ("nats://user:p/ss@host/x", nil), ("http://host", nil), ("nats://", nil),
            ("nats://host:0", nil), ("nats://host:70000", nil), ("nats://host,", nil), ("nats://@host", nil),
            ("nats://ho st", nil), ("host:4222", nil),
        ])
    func address(text: String, shown: String?) {
        let address = NATSAddress(text)
        #expect(address.map { "\($0)" } == shown)
        var dumped = ""
        if let address { dump(address, to: &dumped) }
        #expect(!dumped.contains("pa:ss") && !dumped.contains("t0ken"))
    }

    @Test("A broker that is not there is an error that says so")
    func absence() async throws {
        let stage = try await Stage.make()
        try await announce(1...1, in: stage)
        let news = try await stage.service.parts.catalog.news(after: 0)
        // Port 1 of 127.0.0.1 is nobody's.
        let sink = NATSSink(try #require(NATSAddress("nats://user:secret@127.0.0.1:1")))
        do {
            try await sink.publish(news)
            Issue.record("it was published")
        } catch {
            #expect(!"\(error)".contains("secret"))
            #expect("\(error)".hasPrefix("cannot connect to the NATS server"))
        }
    }
}
