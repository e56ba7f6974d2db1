internal import Foundation
internal import LatheCatalog
internal import LatheDatabase
internal import LatheNATS
@testable internal import LatheService
internal import TestServers
internal import Testing

/// Against a real NATS server, whose own monitoring says what it holds.
@Suite(.enabled(if: TestTools.program("nats-server") != nil))
struct NATSTests {
    private final class Broker {
        let port: UInt16
        private let monitor: UInt16
        private let folder: String
        private var program: BackgroundProgram?

        init(in folder: String) async throws {
            self.folder = folder
            (port, monitor) = (try FreePort.find(), try FreePort.find())
            try await start()
        }

        func start() async throws {
            let server = try #require(TestTools.program("nats-server"))
            program = try BackgroundProgram(
                [
                    server, "-js", "-sd", folder + "/nats", "-a", "127.0.0.1", "-p", "\(port)", "-m", "\(monitor)",
                ], output: folder + "/nats.log")
            _ = try await eventually { try? await self.monitored("/healthz") }
        }

        func kill() { program = nil }

        private func monitored(_ path: String) async throws -> String {
            let monitor = monitor
            let answer = try await onThread { try Wire.exchange(monitor, "GET", path) }
            guard answer.status == 200 else { throw Wire.Failure(cause: "\(answer.status)") }
            return answer.text
        }

        /// Messages in all streams, by the server's account.
        var messages: Int {
            get async throws {
                let text = try await monitored("/jsz")
                let match = text.firstMatch(of: /"messages":\s*(\d+)/)
                return try #require(match.flatMap { Int($0.1) }, "\(text)")
            }
        }
    }

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
        let broker = try await Broker(in: stage.folder)
        try await announce(1...20, in: stage)
        let news = try await stage.service.parts.catalog.news(after: 0)
        let sink = NATSSink(try #require(NATSAddress("nats://127.0.0.1:\(broker.port)")))
        try await sink.publish(news)
        try await sink.publish(news)
        #expect(try await broker.messages == 20)
    }

    @Test("News that came while the broker was dead arrive when it is back")
    func outage() async throws {
        let stage = try await Stage.make()
        let broker = try await Broker(in: stage.folder)
        let sink = NATSSink(try #require(NATSAddress("nats://127.0.0.1:\(broker.port)")))
        let catalog = stage.service.parts.catalog
        let task = Task { await stage.service.deliverEvents(to: [sink]) }
        _ = try await eventually { try await catalog.news(for: "nats") }
        try await announce(1...3, in: stage)
        _ = try await eventually { (try? await broker.messages) == 3 ? true : nil }
        broker.kill()
        try await announce(4...6, in: stage)
        try await broker.start()
        let all = try await eventually { (try? await broker.messages) == 6 ? true : nil }
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
        let port = try FreePort.find()
        let sink = NATSSink(try #require(NATSAddress("nats://user:secret@127.0.0.1:\(port)")))
        do {
            try await sink.publish(news)
            Issue.record("it was published")
        } catch {
            #expect(!"\(error)".contains("secret"))
            #expect("\(error)".hasPrefix("cannot connect to the NATS server"))
        }
    }
}
