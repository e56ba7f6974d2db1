internal import Foundation
@testable internal import LatheStorage
internal import Testing

/// What may happen to a large object on its way.
@Suite(.timeLimit(.minutes(5)))
struct MultipartFaultTests {
    private let key: ObjectKey
    private let bytes = Pattern.bytes(11 << 20 | 1)

    init() throws { key = try ObjectKey("large") }

    @Test(
        "A step that fails for a moment is repeated",
        arguments: [
            FaultProxy.Rule(method: "POST", contains: "uploads", fault: "reply", status: 503),
            FaultProxy.Rule(method: "PUT", contains: "partNumber=2", times: 2, fault: "refuse", bytes: 1_000_000),
            FaultProxy.Rule(method: "PUT", contains: "partNumber=1", fault: "lose"),
            FaultProxy.Rule(method: "POST", contains: "uploadId", fault: "reply", status: 503),
            FaultProxy.Rule(method: "POST", contains: "uploadId", fault: "reply", status: 200, code: "InternalError"),
            FaultProxy.Rule(method: "POST", contains: "uploadId", fault: "lose"),
        ])
    func step(rule: FaultProxy.Rule) async throws {
        let proxy = try await FaultProxy([rule])
        let object = try await proxy.store.put(Pattern.stream(bytes), at: key)
        #expect(object.size == bytes.count)
        let collected = Collected()
        #expect(try await proxy.store.get(key, into: .consumer(collected.append))?.size == bytes.count)
        let isSame = collected.bytes == bytes
        #expect(isSame)
    }

    @Test("A conditional put whose last answer was lost knows its own object again")
    func lostCondition() async throws {
        let rule = FaultProxy.Rule(method: "POST", contains: "uploadId", fault: "lose")
        let proxy = try await FaultProxy([rule])
        let put = try await proxy.store.put(
            Pattern.stream(bytes), at: key, as: ObjectAttributes(), if: .ifAbsent)
        #expect(put.size == bytes.count)
    }

    @Test(
        "What fails for good is aborted, and leaves nothing",
        arguments: [
            FaultProxy.Rule(method: "PUT", contains: "partNumber=2", fault: "reply", status: 403, code: "AccessDenied"),
            FaultProxy.Rule(method: "POST", contains: "uploadId", fault: "reply", status: 200, code: "InvalidPart"),
        ])
    func aborted(rule: FaultProxy.Rule) async throws {
        let proxy = try await FaultProxy([rule])
        await #expect(throws: StorageError.self) { try await proxy.store.put(Pattern.stream(bytes), at: key) }
        #expect(try await proxy.store.head(key) == nil)
        #expect(proxy.requests(containing: "uploadId").last == "DELETE none")
        #expect(try await openUploads(proxy.store) == 0)
    }

    @Test("A condition that does not hold stops a large put, too")
    func condition() async throws {
        let store = try await S3Server.seaweed.value.store()
        try await store.put(.bytes([1]), at: key)
        let error = await #expect(throws: StorageError.self) {
            try await store.put(Pattern.stream(bytes), at: key, as: ObjectAttributes(), if: .ifAbsent)
        }
        #expect(error?.code == .conditionFailed)
        #expect(try await store.head(key)?.size == 1)
        #expect(try await openUploads(store) == 0)
    }

    /// As the server lists them.
    private func openUploads(_ store: S3Store) async throws -> Int {
        let prefix = store.connection.location.prefix
        let request = S3Request("GET", query: [HTTPField("uploads", ""), HTTPField("prefix", prefix)])
        let reply = try await store.connection.send("list", "uploads") { request }.reply
        return try #require(XMLElement(reply.body)).all("Upload").count
    }
}
