@testable internal import LatheStorage
internal import TestServers
internal import Testing

/// How a bucket is addressed, as a real server takes it.
@Suite(.timeLimit(.minutes(5)))
struct AddressTests {
    @Test("A bucket in the host's name is the one in the path")
    func virtualHost() async throws {
        let bucket = try await S3Bucket.seaweed.value
        // libcurl resolves every name below `localhost` itself (RFC 6761 §6.3).
        let location = try S3Location(
            bucket: bucket.name, prefix: "virtual", endpoint: "http://localhost:\(bucket.port)", style: .virtualHost)
        let store = S3Store(location, credentials: .ofTests)
        let key = try ObjectKey("a b/ü+%")
        try await store.put(.bytes([1, 2, 3]), at: key)
        #expect(try await bucket.store(prefix: "virtual").head(key)?.size == 3)
        #expect(try await store.list(prefix: "a", after: nil, limit: 10).objects.map(\.key) == [key])
        try await store.delete([key, key])
        #expect(try await store.head(key) == nil)
    }

    @Test("A server that is not there is unavailable")
    func nobody() async throws {
        var once = RetryPolicy()
        once.attempts = 1
        // Port 1 of 127.0.0.1 is nobody's.
        let location = try S3Location(bucket: "music", endpoint: "http://127.0.0.1:1")
        let nobody = S3Store(location, credentials: .ofTests, retries: once)
        let error = await #expect(throws: StorageError.self) { try await nobody.head(ObjectKey("k")) }
        #expect(error?.code == .unavailable)
        #expect(error?.cause.contains("127.0.0.1:1") == true)
    }
}
