internal import Foundation
@testable internal import LatheStorage
internal import Synchronization
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
            FaultProxy.Rule(fault: "reply", status: 503, code: "SlowDown"),
            FaultProxy.Rule(fault: "reply", status: 500), FaultProxy.Rule(fault: "reply", status: 429),
            FaultProxy.Rule(fault: "reply", status: 400, code: "RequestTimeout"),
            FaultProxy.Rule(fault: "refuse", bytes: 200_000), FaultProxy.Rule(fault: "lose"),
            FaultProxy.Rule(fault: "reset", bytes: 20), FaultProxy.Rule(fault: "reset", bytes: 0),
        ])
    func put(rule: FaultProxy.Rule) async throws {
        var rule = rule
        rule.times = 2
        rule.method = "PUT"
        let proxy = try await FaultProxy([rule])
        let object = try await proxy.store.put(.bytes(bytes), at: key)
        #expect(object.size == bytes.count)
        #expect(proxy.requests() == ["PUT \(rule.fault)", "PUT \(rule.fault)", "PUT none"])
        try await expectStored(bytes, proxy.store)
    }

    @Test("A get goes on where it broke, and never delivers a byte twice", arguments: ["reset", "short"])
    func get(fault: String) async throws {
        let rules = [100, 300_000, 900_000].map { FaultProxy.Rule(method: "GET", fault: fault, bytes: $0) }
        let proxy = try await FaultProxy(rules)
        try await proxy.store.put(.bytes(bytes), at: key)
        try await expectStored(bytes, proxy.store)
        #expect(proxy.requests() == ["PUT none", "GET \(fault)", "GET \(fault)", "GET \(fault)", "GET none"])
    }

    @Test("A broken range goes on, too")
    func getRange() async throws {
        let proxy = try await FaultProxy([FaultProxy.Rule(method: "GET", times: 2, fault: "short", bytes: 1000)])
        try await proxy.store.put(.bytes(bytes), at: key)
        let collected = Collected()
        let range = try ByteRange(offset: 5000, count: 100_000)
        _ = try await proxy.store.get(key, range: range, into: .consumer(collected.append))
        let isSame = collected.bytes == Array(bytes[5000..<105_000])
        #expect(isSame)
    }

    @Test("What fails every time is unavailable, after so many attempts")
    func exhausted() async throws {
        let proxy = try await FaultProxy([FaultProxy.Rule(times: 99, fault: "reply", status: 503)], attempts: 4)
        let error = await #expect(throws: StorageError.self) { try await proxy.store.head(key) }
        #expect(error?.code == .unavailable)
        #expect(proxy.requests().count == 4)
    }

    @Test("A server that says nothing is given up, and asked again")
    func stall() async throws {
        let proxy = try await FaultProxy([FaultProxy.Rule(fault: "stall")], stallSeconds: 1)
        try await proxy.store.put(.bytes([1, 2, 3]), at: key)
        try await expectStored([1, 2, 3], proxy.store)
    }

    @Test("A server that says nothing does not hold a cancelled put")
    func cancelStalled() async throws {
        let proxy = try await FaultProxy([FaultProxy.Rule(times: 9, fault: "stall")])
        let put = Task { try await proxy.store.put(.bytes([1]), at: key) }
        while proxy.requests().isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        let start = ContinuousClock.now
        put.cancel()
        await #expect(throws: CancellationError.self) { try await put.value }
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test("A conditional put whose answer was lost knows its own object again")
    func lostCondition() async throws {
        let proxy = try await FaultProxy([FaultProxy.Rule(method: "PUT", fault: "lose")])
        let put = try await proxy.store.put(.bytes(bytes), at: key, as: ObjectAttributes(), if: .ifAbsent)
        #expect(put.size == bytes.count)
        #expect(proxy.requests() == ["PUT lose", "PUT none", "HEAD none"])
    }

    @Test("It does not take somebody else's object for its own")
    func foreign() async throws {
        let proxy = try await FaultProxy([FaultProxy.Rule(method: "PUT", contains: "k", fault: "reply", status: 500)])
        let key = try ObjectKey("k")
        let direct = try await S3Server.seaweed.value.store(prefix: proxy.store.connection.location.prefix)
        try await direct.put(.bytes(bytes), at: key)
        let error = await #expect(throws: StorageError.self) {
            try await proxy.store.put(.bytes(bytes), at: key, as: ObjectAttributes(), if: .ifAbsent)
        }
        #expect(error?.code == .conditionFailed)
    }

    @Test("Nothing is sent twice that was refused for good", arguments: [400, 403, 405])
    func permanent(status: Int) async throws {
        let proxy = try await FaultProxy([FaultProxy.Rule(times: 9, fault: "reply", status: status, code: "No")])
        await #expect(throws: StorageError.self) { try await proxy.store.put(.bytes([1]), at: key) }
        #expect(proxy.requests() == ["PUT reply"])
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
        let proxy = try await FaultProxy([
            FaultProxy.Rule(fault: "reply", status: status, code: code, headers: ["Date": date])
        ])
        let error = await #expect(throws: StorageError.self) { try await proxy.store.put(.bytes([1]), at: key) }
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
