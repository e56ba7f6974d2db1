internal import Foundation
@testable internal import LatheStorage
internal import Testing

struct StorageURLTests {
    @Test(
        "A folder is a path or a file URL",
        arguments: [
            ("/var/lib/lathe", "/var/lib/lathe"), ("file:///var/lib/lathe", "/var/lib/lathe"), ("data", "data"),
            ("file:///a%20b", "/a b"),
        ])
    func folder(text: String, path: String) throws {
        #expect(try StorageURL(text) == .directory(path))
    }

    struct Bucket: Sendable {
        let text: String
        var environment: [String: String] = [:]
        let url: String
    }

    @Test(
        "A bucket has a prefix, a region, an endpoint and a style, or what is usual",
        arguments: [
            Bucket(text: "s3://music", url: "https://music.s3.us-east-1.amazonaws.com/k"),
            Bucket(text: "s3://music?region=eu-central-1", url: "https://music.s3.eu-central-1.amazonaws.com/k"),
            Bucket(
                text: "s3://music", environment: ["AWS_DEFAULT_REGION": "x-1"],
                url: "https://music.s3.x-1.amazonaws.com/k"),
            Bucket(text: "s3://my.music", url: "https://s3.us-east-1.amazonaws.com/my.music/k"),
            Bucket(text: "s3://music?style=path", url: "https://s3.us-east-1.amazonaws.com/music/k"),
            Bucket(text: "s3://music/?endpoint=http://127.0.0.1:8333", url: "http://127.0.0.1:8333/music/k"),
            Bucket(text: "s3://music?endpoint=https://Host:443/", url: "https://host/music/k"),
            Bucket(
                text: "s3://music?endpoint=http%3A%2F%2Fhost:80&style=virtual-host", url: "http://music.host/k"),
            Bucket(
                text: "s3://music", environment: ["AWS_ENDPOINT_URL": "http://host:1"], url: "http://host:1/music/k"),
        ])
    func bucket(bucket: Bucket) throws {
        guard case .s3(let location) = try StorageURL(bucket.text, environment: bucket.environment) else {
            Issue.record("no bucket")
            return
        }
        #expect(location.url(at: location.endpoint, path: location.path("k"), query: "") == bucket.url)
    }

    @Test(
        "Presigned URLs lead to where others reach the server",
        arguments: [
            ("s3://music?endpoint=http://10.1.0.9:8333", "http://10.1.0.9:8333/music/k?"),
            (
                "s3://music?endpoint=http://10.1.0.9:8333&public=https://Music.example:443/",
                "https://music.example/music/k?"
            ),
            ("s3://music?style=virtual-host&public=https://cdn.example", "https://music.cdn.example/k?"),
        ])
    func publicEndpoint(text: String, url: String) throws {
        guard case .s3(let location) = try StorageURL(text) else { return }
        let store = S3Store(location, credentials: .ofTests)
        let request = PresignableRequest(.put, try ObjectKey("k"), lifetime: .seconds(60))
        #expect(try store.presign(request)?.url.hasPrefix(url) == true)
        #expect(url.hasPrefix(try #require(store.presignedOrigin) + "/"))
    }

    @Test("A prefix precedes every key")
    func prefix() throws {
        guard case .s3(let location) = try StorageURL("s3://music/a%20b/c/") else { return }
        #expect(location.prefix == "a b/c")
        let store = S3Store(location, credentials: .ofTests)
        #expect(try store.name(ObjectKey("k")) == "a b/c/k")
        #expect(throws: StorageError.self) { try store.name(ObjectKey(Self.long)) }
    }

    private static let long = Array(repeating: String(repeating: "a", count: 203), count: 5).joined(separator: "/")

    @Test(
        "Anything else is refused, and secrets are not repeated",
        arguments: [
            "", "http://host", "ftp://x", "s3://", "s3:///key", "s3://ab", "s3://Music", "s3://id:hunter2@music",
            "s3://music?secret=hunter2", "s3://music?region=a&region=b", "s3://music?style=odd", "s3://music/../x",
            "s3://music?endpoint=host", "s3://music?endpoint=http://id:hunter2@host",
            "s3://music?endpoint=http://host/x", "s3://music?public=host", "s3://music?public=http://id:hunter2@host",
            "s3://music?region=a/b", "file://host/x",
        ])
    func refused(text: String) {
        let error = #expect(throws: StorageError.self) { try StorageURL(text) }
        #expect(error?.code == .invalid)
        #expect(error?.description.contains("hunter2") == false)
    }
}
