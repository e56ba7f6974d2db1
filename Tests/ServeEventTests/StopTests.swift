internal import Foundation
internal import LatheCatalog
internal import LatheDatabase
internal import TestServers
internal import Testing

@Suite("Streams of events", .serialized)
struct StopTests {
    @Test("Told to stop, the service ends fifty streams long before its patience ends, and says when to come back")
    func drain() async throws {
        let installation = try Installation(["--roles", "api", "--drain-timeout", "120s"])
        let process = try await installation.start()
        // More than the sockets of clients that do not read take in.
        try await installation.flood(10_000)
        let streams = try await onThread {
            let reading = try (0..<40).map { try EventSocket(installation, subject: "s\($0 / 8)") }
            let stalled = try (0..<10).map { try EventSocket(installation, subject: "t\($0 / 8)", after: 0) }
            for stream in reading { #expect(stream.read(until: "retry: 2000").contains("200 OK")) }
            return (reading, stalled)
        }
        try await installation.announce(1, of: "a")
        try await onThread {
            for stream in streams.0 { #expect(stream.read(until: "id: 10001\n").contains("id: 10001\n")) }
        }
        let start = ContinuousClock.now
        #expect(await process.end(SIGTERM) == 0)
        let duration = ContinuousClock.now - start
        #expect(duration < .seconds(60), "\(duration): \(installation.log.suffix(3000))")
        let ends = try await onThread { streams.0.map { $0.read() } }
        let wrong = ends.filter { !$0.contains(/retry: [1-5]\d{3}\n\n/) || !$0.hasSuffix("0\r\n\r\n") }
        #expect(wrong.isEmpty, "\(wrong.count) of \(ends.count), such as \(wrong.first?.suffix(200) ?? "")")
        print("fifty streams end in \(duration)")
        withExtendedLifetime(streams.1) {}
    }

    @Test("A reader that does not read costs no memory, and is let go")
    func slowReader() async throws {
        let installation = try Installation(["--roles", "api"])
        let process = try await installation.start()
        let stream = try await onThread { try EventSocket(installation, subject: "s") }
        _ = try await onThread { stream.read(until: "retry: 2000") }
        let before = process.residentBytes
        for _ in 0..<4 { try await installation.flood(20_000) }
        // The service has read them all: a second stream has the last of them.
        let other = try await onThread { try EventSocket(installation, subject: "o", after: 79_999) }
        #expect(try await onThread { other.read(until: "id: 80000\n").contains("id: 80000\n") })
        try await eventually("the service lets it go", within: .seconds(60)) {
            installation.log.contains("/api/v1/events")
        }
        let growth = process.residentBytes - before
        #expect(growth < 64 << 20, "\(growth >> 20) MB for 80,000 events of 600 bytes")
        print("a reader that does not read: \(growth >> 20) MB more")
        await process.end(SIGTERM)
    }

    @Test("One caller has eight streams, and others theirs")
    func quota() async throws {
        let installation = try Installation(["--roles", "api"])
        let process = try await installation.start()
        try await onThread {
            let streams = try (0..<8).map { _ in try EventSocket(installation, subject: "ada") }
            for stream in streams { #expect(stream.read(until: "retry: 2000").contains("200 OK")) }
            #expect(try EventSocket(installation, subject: "ada").read(until: "\r\n\r\n").contains(" 429 "))
            #expect(try EventSocket(installation, subject: "bob").read(until: "retry: 2000").contains("200 OK"))
        }
        await process.end(SIGTERM)
    }
}

extension Installation {
    /// So many news of 600 bytes, in one transaction.
    func flood(_ count: Int) async throws {
        let payload = #"{"text":"\#(String(repeating: "x", count: 500))"}"#
        try await catalog.database.write { connection in
            try connection.execute(
                """
                WITH RECURSIVE numbers (number) AS (
                    SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < \(count))
                INSERT INTO outbox (id, topic, tenant, subject, payload, created_at)
                SELECT lower(hex(randomblob(16))), 'track.updated', 'label', 't', \(payload),
                    \(sql: connection.dialect.now)
                FROM numbers
                """)
        }
    }
}
