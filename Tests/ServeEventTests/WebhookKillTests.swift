internal import Foundation
internal import LatheCatalog
internal import LatheDatabase
internal import TestDatabases
internal import TestServers
internal import Testing

@Suite("Webhooks of a service that is killed", .serialized)
struct WebhookKillTests {
    private static let kills = ProcessInfo.processInfo.environment["LATHE_CHAOS"] == nil ? 15 : 60

    @Test("Each event arrives, signed, under its own id, in its track's order", arguments: DatabaseKind.allCases)
    func kills(kind: DatabaseKind) async throws {
        let folder = try TemporaryFolder()
        let installation = try Installation(
            ["--webhook-hosts", "any", "--roles", "api"], database: try await kind.newAddress(in: folder.path))
        let receiver = try await WebhookReceiver()
        let first = try await installation.start()
        let answer = try await installation.send(
            "POST", "/webhooks", json: #"{"url":"http://127.0.0.1:\#(receiver.port)/"}"#)
        let secret = try #require(answer.firstMatch(of: /"secret":"(whsec_[^"]+)"/)).1
        try receiver.expect(secret: String(secret))
        let announcer = Announcer(installation, tracks: 6)
        try await announcer.round()
        await first.end(SIGKILL)
        for _ in 1..<Self.kills {
            let process = try installation.launch()
            // From before it is there to in the middle of its work.
            let end = ContinuousClock.now + .milliseconds(.random(in: 50...1200))
            while ContinuousClock.now < end {
                try await announcer.round()
                // A few thousand are enough.
                try await Task.sleep(for: .milliseconds(20))
            }
            await process.end(SIGKILL)
        }
        let last = try await installation.start()
        try await eventually("all arrive:\n\(installation.log.suffix(2000))", within: .seconds(150)) {
            guard try await installation.catalog.backlogs().first(where: { $0.reader == "webhooks" })?.count == 0 else {
                return false
            }
            return try await installation.catalog.pendingDeliveries() == 0
        }
        #expect(await last.end(SIGTERM) == 0, "\(installation.log.suffix(1000))")
        try judge(try receiver.received, await announcer.last, installation.catalog)
    }

    private func judge(
        _ received: [WebhookReceiver.Received], _ expected: [String: Int], _ catalog: Catalog
    ) throws {
        var sequences = Sequences()
        for delivery in received { sequences.add(delivery.body.data["n"] ?? -1, of: delivery.body.subject) }
        #expect(sequences.faults(expecting: expected) == [])
        #expect(received.allSatisfy { $0.isRight && !$0.isWrong && $0.id == $0.body.id })
        // An id is one event's, however often it comes.
        let contents = Dictionary(grouping: received, by: \.id).mapValues { deliveries in
            Set(deliveries.map { "\($0.body.subject) \($0.body.data)" }).count
        }
        #expect(contents.values.allSatisfy { $0 == 1 })
        print(
            "webhooks, \(catalog.database.dialect): \(Self.kills) kills, \(received.count) deliveries, \(sequences.repetitions) repeated"
        )
    }
}
