internal import Foundation
@testable internal import LatheStorage
internal import TestServers
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
            FaultyNetwork.Rule("reply", method: "POST", contains: "uploads", status: 503),
            FaultyNetwork.Rule("refuse", method: "PUT", contains: "partNumber=2", times: 2, bytes: 1_000_000),
            FaultyNetwork.Rule("lose", method: "PUT", contains: "partNumber=1"),
            FaultyNetwork.Rule("reply", method: "POST", contains: "uploadId", status: 503),
            FaultyNetwork.Rule("reply", method: "POST", contains: "uploadId", status: 200, code: "InternalError"),
            FaultyNetwork.Rule("lose", method: "POST", contains: "uploadId"),
        ])
    func step(rule: FaultyNetwork.Rule) async throws {
        let faulty = try await FaultyStore([rule])
        let object = try await faulty.store.put(Pattern.stream(bytes), at: key)
        #expect(object.size == bytes.count)
        let collected = Collected()
        #expect(try await faulty.store.get(key, into: .consumer(collected.append))?.size == bytes.count)
        let isSame = collected.bytes == bytes
        #expect(isSame)
    }

    @Test("A conditional put whose last answer was lost knows its own object again")
    func lostCondition() async throws {
        let rule = FaultyNetwork.Rule("lose", method: "POST", contains: "uploadId")
        let faulty = try await FaultyStore([rule])
        let put = try await faulty.store.put(
            Pattern.stream(bytes), at: key, as: ObjectAttributes(), if: .ifAbsent)
        #expect(put.size == bytes.count)
    }

    @Test(
        "What fails for good is aborted, and leaves nothing",
        arguments: [
            FaultyNetwork.Rule("reply", method: "PUT", contains: "partNumber=2", status: 403, code: "AccessDenied"),
            FaultyNetwork.Rule("reply", method: "POST", contains: "uploadId", status: 200, code: "InvalidPart"),
        ])
    func aborted(rule: FaultyNetwork.Rule) async throws {
        let faulty = try await FaultyStore([rule])
        await #expect(throws: StorageError.self) { try await faulty.store.put(Pattern.stream(bytes), at: key) }
        #expect(try await faulty.store.head(key) == nil)
        #expect(faulty.network.requests(containing: "uploadId").contains("DELETE none"))
        #expect(try await openUploads(faulty.store) == 0)
    }

    @Test("A condition that does not hold stops a large put, too")
    func condition() async throws {
        let store = try await S3Bucket.seaweed.value.store()
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
