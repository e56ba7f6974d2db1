internal import LatheAccess
internal import Testing

struct TrustedProxiesTests {
    struct Example: Sendable {
        let proxies: String
        var peer = "10.1.0.2"
        let fields: [String]
        let client: String
    }

    @Test(
        "A client is the last one that no proxy of ours is",
        arguments: [
            Example(proxies: "10.1.0.2", fields: ["203.0.113.5"], client: "203.0.113.5"),
            Example(proxies: "10.1.0.0/16", fields: ["203.0.113.5 , 10.1.9.9"], client: "203.0.113.5"),
            Example(proxies: "10.1.0.0/16", fields: ["203.0.113.5", "10.1.9.9\t"], client: "203.0.113.5"),
            Example(proxies: "::1, fd00::/8", peer: "fd12::1", fields: ["2001:db8::7"], client: "2001:db8::7"),
            Example(proxies: "127.0.0.0/8", peer: "::ffff:127.0.0.1", fields: ["203.0.113.5"], client: "203.0.113.5"),
            Example(proxies: "0.0.0.0/0", fields: ["203.0.113.5, 198.51.100.7"], client: "203.0.113.5"),
        ])
    func client(example: Example) throws {
        let proxies = try #require(TrustedProxies(example.proxies))
        #expect(proxies.client(behind: example.peer, forwardedFor: example.fields) == example.client)
    }

    @Test(
        "What a client says of itself does not count",
        arguments: [
            // No proxy of ours sent it.
            Example(proxies: "10.1.0.3", fields: ["198.51.100.7"], client: "10.1.0.2"),
            Example(proxies: "10.2.0.0/16", fields: ["198.51.100.7"], client: "10.1.0.2"),
            Example(proxies: "::/0", fields: ["198.51.100.7"], client: "10.1.0.2"),
            // The client sent the first one.
            Example(proxies: "10.1.0.2", fields: ["198.51.100.7, 203.0.113.5"], client: "203.0.113.5"),
            Example(proxies: "10.1.0.2", fields: ["198.51.100.7", "203.0.113.5"], client: "203.0.113.5"),
            // Nobody can be told from it.
            Example(proxies: "10.1.0.2", fields: [], client: "10.1.0.2"),
            Example(proxies: "10.1.0.2", fields: [""], client: "10.1.0.2"),
            Example(proxies: "10.1.0.2", fields: ["unknown"], client: "10.1.0.2"),
            Example(proxies: "10.1.0.2", fields: ["203.0.113.5,"], client: "10.1.0.2"),
            Example(proxies: "10.1.0.2", fields: ["203.0.113.5:4711"], client: "10.1.0.2"),
            Example(proxies: "10.1.0.2", fields: ["198.51.100.7, 203.0.113.5 203.0.113.6"], client: "10.1.0.2"),
        ])
    func lie(example: Example) throws {
        let proxies = try #require(TrustedProxies(example.proxies))
        #expect(proxies.client(behind: example.peer, forwardedFor: example.fields) == example.client)
    }

    @Test(
        "Lists that say something else than they seem to are refused",
        arguments: [
            "", ",", "127.0.0.1,", "localhost", "127.0.0.1/33", "::1/129", "10.1.0.2/16", "10.1.0.0/-1", "10.1.0.0/",
            "10.1/16", "10.1.0.0/16/16", "127.0.0.1:80", "[::1]",
        ])
    func refused(text: String) { #expect(TrustedProxies(text) == nil) }
}
