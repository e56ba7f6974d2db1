internal import Foundation
internal import LatheCatalog
internal import LatheDatabase
internal import TestServers
internal import Testing

/// `lathe serve` and a real NATS server.
@Suite("Events by way of NATS", .serialized)
struct BrokerTests {
    private static let kills = ProcessInfo.processInfo.environment["LATHE_CHAOS"] == nil ? 8 : 40

    private struct Event: Decodable {
        let id, subject, topic: String
        let data: [String: Int]
    }

    @Test("What the service and the broker are killed in the middle of arrives once, in its track's order")
    func kills() async throws {
        let broker = try await Broker()
        let installation = try Installation(["--nats", "nats://127.0.0.1:\(broker.port)", "--roles", "api"])
        let first = try await installation.start()
        let announcer = Announcer(installation, tracks: 6)
        try await announcer.round()
        await first.end(SIGKILL)
        for number in 1..<Self.kills {
            let process = try installation.launch()
            let end = ContinuousClock.now + .milliseconds(.random(in: 300...1500))
            let middle = ContinuousClock.now + .milliseconds(.random(in: 200...900))
            var isBrokerDead = false
            while ContinuousClock.now < end {
                try await announcer.round()
                if number.isMultiple(of: 2), !isBrokerDead, ContinuousClock.now > middle {
                    try broker.kill9()
                    isBrokerDead = true
                }
            }
            await process.end(SIGKILL)
            if isBrokerDead { try await broker.restart() }
        }
        let last = try await installation.start()
        let expected = await announcer.last
        // The broker dies once more under a service that lives.
        try broker.kill9()
        try await announcer.round()
        try await broker.restart()
        let final = await announcer.last
        try await eventually("all arrive", within: .seconds(90)) {
            try await installation.catalog.backlogs().first { $0.reader == "nats" }?.count == 0
        }
        #expect(await last.end(SIGTERM) == 0)
        #expect(expected != final)
        try judge(try await broker.messages(), final)
    }

    private func judge(_ messages: [Broker.Message], _ expected: [String: Int]) throws {
        var sequences = Sequences()
        for message in messages {
            let event = try JSONDecoder().decode(Event.self, from: Data(message.body.utf8))
            #expect(event.id == message.id && message.subject == "lathe.\(event.topic)")
            sequences.add(event.data["n"] ?? -1, of: event.subject)
        }
        #expect(sequences.faults(expecting: expected) == [])
        #expect(sequences.repetitions == 0, "the broker knows them by their ids")
        print("nats: \(Self.kills) kills, \(messages.count) messages, \(sequences.repetitions) repeated")
    }

    @Test("A master's way is told: ready, or failed with what helps")
    func wholeWay() async throws {
        let broker = try await Broker()
        let installation = try Installation(["--nats", "nats://127.0.0.1:\(broker.port)", "--roles", "api"])
        let process = try await installation.start()
        let masters = try ["good", "bad"].map { try installation.makeMaster($0) }
        for master in masters { try await installation.lathe(["enqueue", master]) }
        try "nothing of the kind".write(toFile: masters[1], atomically: true, encoding: .utf8)
        try await installation.lathe(["worker", "--drain"])
        try await eventually("both are told of", within: .seconds(90)) { try await broker.messages().count == 2 }
        let messages = try await broker.messages()
        #expect(Set(messages.map(\.subject)) == ["lathe.track.ready", "lathe.track.failed"])
        let failed = try #require(messages.first { $0.subject == "lathe.track.failed" })
        #expect(failed.body.contains(#""state":"failed""#) && failed.body.contains(#""code":""#), "\(failed.body)")
        let stream = try await onThread {
            try EventSocket(installation, subject: "root", after: 0).read(until: "event: track.failed")
        }
        #expect(stream.contains("event: track.failed\ndata: {"))
        await process.end(SIGTERM)
    }

    @Test("Encrypted, with a password, which is shown nowhere", arguments: ["localhost", "127.0.0.1"])
    func encryption(host: String) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/lathe-tls-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let certificate = folder + "/localhost.pem"
        try await Command.run([
            "/usr/bin/openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
            "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", certificate + ".key", "-out",
            certificate,
        ])
        let broker = try await Broker(user: "lathe:s3cret", certificate: certificate)
        let address = "tls://lathe:s3cret@\(host):\(broker.port)"
        let installation = try Installation(
            ["--roles", "api", "--admin", "127.0.0.1:\(try FreePort.find())"],
            environment: ["LATHE_NATS": address, "SSL_CERT_FILE": certificate])
        let process = try await installation.start()
        try await installation.announce(1, of: "a")
        if host == "localhost" {
            try await eventually("it arrives: \(installation.log.suffix(1000))") {
                try await installation.catalog.backlogs().first { $0.reader == "nats" }?.count == 0
            }
        } else {
            // The certificate is another's.
            try await eventually("it is refused") { installation.log.contains("cannot connect to the NATS server") }
            #expect(try await installation.catalog.backlogs().first { $0.reader == "nats" }?.count == 1)
        }
        await process.end(SIGTERM)
        let shown = try await installation.lathe(["config"], environment: ["LATHE_NATS": address])
        #expect(shown.contains("tls://lathe:***@\(host)"))
        #expect(!shown.contains("s3cret") && !installation.log.contains("s3cret"))
    }

    @Test("A broker that says nothing does not hold up a service that stops")
    func silence() async throws {
        var best = Duration.seconds(3600)
        // A machine that stands still for seconds seldom does so again.
        for _ in 0..<3 where best > .seconds(4) { best = min(best, try await durationOfStop()) }
        #expect(best < .seconds(4), "what is published hangs for five")
    }

    /// From news that a silent broker does not take to the end of the service, which is told to stop meanwhile.
    private func durationOfStop() async throws -> Duration {
        let broker = try await Broker()
        let installation = try Installation(["--nats", "nats://127.0.0.1:\(broker.port)", "--roles", "api"])
        let process = try await installation.start()
        try await installation.announce(1, of: "a")
        try await eventually("it is published") { try await broker.messages().count == 1 }
        try broker.freeze()
        let start = ContinuousClock.now
        try await installation.announce(2, of: "a")
        try await eventually("the service publishes it") { try Self.hasUnread(port: broker.port) }
        #expect(await process.end(SIGTERM) == 0)
        return ContinuousClock.now - start
    }

    /// Whether something has come over a connection to this port that its program has not read, see proc(5).
    private static func hasUnread(port: UInt16) throws -> Bool {
        let port = String(port, radix: 16, uppercase: true)
        let address = "0100007F:" + String(repeating: "0", count: 4 - port.count) + port
        let table = try FileHandle(forReadingFrom: URL(filePath: "/proc/net/tcp")).readToEnd() ?? Data()
        return String(decoding: table, as: UTF8.self).split(separator: "\n").contains { line in
            // Number, both addresses, state (01 is established), bytes to send and to read.
            let fields = line.split(separator: " ")
            return fields[1] == address && fields[3] == "01" && !fields[4].hasSuffix(":00000000")
        }
    }

    @Test("How far a broker that is away is behind is measured; the service stays ready")
    func metrics() async throws {
        let admin = try FreePort.find()
        let installation = try Installation([
            // Port 1 of 127.0.0.1 is nobody's.
            "--nats", "nats://127.0.0.1:1", "--roles", "api", "--admin", "127.0.0.1:\(admin)",
        ])
        let process = try await installation.start()
        for number in 0..<3 { try await installation.announce(number, of: "a") }
        @Sendable func ask(_ path: String) async throws -> String {
            try await Command.run(["/usr/bin/curl", "--silent", "http://127.0.0.1:\(admin)\(path)"])
        }
        try await eventually("the failure is counted") {
            try await ask("/metrics").contains(/lathe_event_failures_total\{sink="nats"\} [1-9]/)
        }
        try await eventually("the load is measured") {
            try await ask("/metrics").contains(/\nlathe_load_factor (1|0\.\d+)\n/)
        }
        let text = try await ask("/metrics")
        #expect(text.contains("lathe_events_behind{sink=\"nats\"} 3"))
        #expect(text.contains(/lathe_events_behind_seconds\{sink="nats"\} [0-9.]+/))
        #expect(try await ask("/readyz") == "ready\n")
        await process.end(SIGTERM)
    }
}
