@testable internal import LatheStorage
internal import Testing

/// How a bucket is addressed, as a real server takes it.
@Suite(.timeLimit(.minutes(5)))
struct AddressTests {
    @Test("A bucket in the host's name is the one in the path")
    func virtualHost() async throws {
        let server = try await S3Server.seaweed.value
        // libcurl resolves every name below `localhost` itself (RFC 6761 §6.3).
        let location = try S3Location(
            bucket: S3Server.bucket, prefix: "virtual", endpoint: "http://localhost:\(server.port)", style: .virtualHost
        )
        let store = S3Store(location, credentials: S3Server.credentials)
        let key = try ObjectKey("a b/ü+%")
        try await store.put(.bytes([1, 2, 3]), at: key)
        #expect(try await server.store(prefix: "virtual").head(key)?.size == 3)
        #expect(try await store.list(prefix: "a", after: nil, limit: 10).objects.map(\.key) == [key])
        try await store.delete([key, key])
        #expect(try await store.head(key) == nil)
    }

    @Test("A server that is not there is unavailable")
    func nobody() async throws {
        var once = RetryPolicy()
        once.attempts = 1
        let port = try Port.free(1)[0]
        let nobody = try await S3Server.seaweed.value.store(endpoint: "http://127.0.0.1:\(port)", retries: once)
        let error = await #expect(throws: StorageError.self) { try await nobody.head(ObjectKey("k")) }
        #expect(error?.code == .unavailable)
        #expect(error?.cause.contains("127.0.0.1:\(port)") == true)
    }
}
