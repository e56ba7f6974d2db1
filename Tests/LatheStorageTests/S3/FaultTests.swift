internal import Foundation
@testable internal import LatheStorage
internal import Synchronization
internal import TestServers
internal import Testing

/// What the network and a server do to a transfer, all through the same client and before a real server.
@Suite(.timeLimit(.minutes(5)))
struct FaultTests {
    private let key: ObjectKey
    private let bytes = Pattern.bytes(1_500_000)

    init() throws { key = try ObjectKey("a b/ü") }

    @Test(
        "A put that fails for a moment is sent again and is whole",
        arguments: [
            FaultyNetwork.Rule("reply", status: 503, code: "SlowDown"),
            FaultyNetwork.Rule("reply", status: 500), FaultyNetwork.Rule("reply", status: 429),
            FaultyNetwork.Rule("reply", status: 400, code: "RequestTimeout"),
            FaultyNetwork.Rule("refuse", bytes: 200_000), FaultyNetwork.Rule("lose"),
            FaultyNetwork.Rule("reset", bytes: 20), FaultyNetwork.Rule("reset", bytes: 0),
        ])
    func put(rule: FaultyNetwork.Rule) async throws {
        var rule = rule
        rule.times = 2
        rule.method = "PUT"
        let faulty = try await FaultyStore([rule])
        let object = try await faulty.store.put(.bytes(bytes), at: key)
        #expect(object.size == bytes.count)
        #expect(faulty.network.requests() == ["PUT \(rule.fault)", "PUT \(rule.fault)", "PUT none"])
        try await expectStored(bytes, faulty.store)
    }

    @Test("A get goes on where it broke, and never delivers a byte twice", arguments: ["reset", "short"])
    func get(fault: String) async throws {
        let rules = [100, 300_000, 900_000].map { FaultyNetwork.Rule(fault, method: "GET", bytes: $0) }
        let faulty = try await FaultyStore(rules)
        try await faulty.store.put(.bytes(bytes), at: key)
        try await expectStored(bytes, faulty.store)
        #expect(faulty.network.requests() == ["PUT none", "GET \(fault)", "GET \(fault)", "GET \(fault)", "GET none"])
    }

    @Test("A broken range goes on, too")
    func getRange() async throws {
        let faulty = try await FaultyStore([FaultyNetwork.Rule("short", method: "GET", times: 2, bytes: 1000)])
        try await faulty.store.put(.bytes(bytes), at: key)
        let collected = Collected()
        let range = try ByteRange(offset: 5000, count: 100_000)
        _ = try await faulty.store.get(key, range: range, into: .consumer(collected.append))
        let isSame = collected.bytes == Array(bytes[5000..<105_000])
        #expect(isSame)
    }

    @Test("What fails every time is unavailable, after so many attempts")
    func exhausted() async throws {
        let faulty = try await FaultyStore([FaultyNetwork.Rule("reply", times: 99, status: 503)], attempts: 4)
        let error = await #expect(throws: StorageError.self) { try await faulty.store.head(key) }
        #expect(error?.code == .unavailable)
        #expect(faulty.network.requests().count == 4)
    }

    @Test("A server that says nothing is given up, and asked again")
    func stall() async throws {
        let faulty = try await FaultyStore([FaultyNetwork.Rule("stall")], stallSeconds: 1, attempts: 60)
        try await faulty.store.put(.bytes([1, 2, 3]), at: key)
        try await expectStored([1, 2, 3], faulty.store)
    }

    @Test("A server that says nothing does not hold a cancelled put")
    func cancelStalled() async throws {
        let faulty = try await FaultyStore([FaultyNetwork.Rule("stall", times: 9)])
        let put = Task { try await faulty.store.put(.bytes([1]), at: key) }
        while faulty.network.requests().isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        let start = ContinuousClock.now
        put.cancel()
        await #expect(throws: CancellationError.self) { try await put.value }
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test("A conditional put whose answer was lost knows its own object again")
    func lostCondition() async throws {
        let faulty = try await FaultyStore([FaultyNetwork.Rule("lose", method: "PUT")])
        let put = try await faulty.store.put(.bytes(bytes), at: key, as: ObjectAttributes(), if: .ifAbsent)
        #expect(put.size == bytes.count)
        #expect(faulty.network.requests() == ["PUT lose", "PUT none", "HEAD none"])
    }

    @Test("It does not take somebody else's object for its own")
    func foreign() async throws {
        let faulty = try await FaultyStore([FaultyNetwork.Rule("reply", method: "PUT", contains: "k", status: 500)])
        let key = try ObjectKey("k")
        let direct = try await S3Bucket.seaweed.value.store(prefix: faulty.store.connection.location.prefix)
        try await direct.put(.bytes(bytes), at: key)
        let error = await #expect(throws: StorageError.self) {
            try await faulty.store.put(.bytes(bytes), at: key, as: ObjectAttributes(), if: .ifAbsent)
        }
        #expect(error?.code == .conditionFailed)
    }

    @Test("Nothing is sent twice that was refused for good", arguments: [400, 403, 405])
    func permanent(status: Int) async throws {
        let faulty = try await FaultyStore([FaultyNetwork.Rule("reply", times: 9, status: status, code: "No")])
        await #expect(throws: StorageError.self) { try await faulty.store.put(.bytes([1]), at: key) }
        #expect(faulty.network.requests() == ["PUT reply"])
    }

    @Test(
        "What a server says becomes a code and a sentence",
        arguments: [
            (403, "AccessDenied", StorageError.Code.denied), (403, "RequestTimeTooSkewed", .denied),
            (404, "NoSuchBucket", .notFound), (400, "BadDigest", .corrupt), (507, "InsufficientStorage", .full),
            (301, "PermanentRedirect", .invalid), (400, "ExpiredToken", .denied),
        ])
    func codes(status: Int, code: String, expected: StorageError.Code) async throws {
        let date = "Wed, 21 Oct 2015 07:28:00 GMT"
        let faulty = try await FaultyStore([
            FaultyNetwork.Rule("reply", status: status, code: code, headers: ["Date": date])
        ])
        let error = await #expect(throws: StorageError.self) { try await faulty.store.put(.bytes([1]), at: key) }
        #expect(error?.code == expected)
        if code == "RequestTimeTooSkewed" {
            #expect(error?.description.contains("s ahead of the server's. Let the clock be set by NTP.") == true)
        }
    }

    private func expectStored(_ expected: [UInt8], _ store: S3Store) async throws {
        let collected = Collected()
        let object = try await store.get(key, into: .consumer(collected.append))
        #expect(object?.size == expected.count)
        let isSame = collected.bytes == expected
        #expect(isSame)
    }
}
