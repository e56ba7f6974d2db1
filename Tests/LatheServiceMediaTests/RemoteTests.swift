internal import Foundation
internal import LatheAccess
internal import LatheCatalog
internal import LatheHTTP
@testable internal import LatheService
internal import LatheStorage
internal import TestServers
internal import Testing

/// With a store that signs URLs of its own: SeaweedFS, which checks them.
struct RemoteTests {
    private static let store = Task {
        let bucket = try await S3Server.seaweed.makeBucket()
        return try StorageURL(bucket.url).open(environment: bucket.environment)
    }

    private static let playlist = """
        #EXTM3U
        #EXT-X-MAP:URI="init.mp4",BYTERANGE="4@0"
        #EXTINF:6.0,
        #EXT-X-BYTERANGE:6@4
        media.m4s
        #EXTINF:6.0,
        media.m4s
        #EXT-X-ENDLIST

        """

    /// A service on the bucket, and a track there that no other test has.
    private func make() async throws -> (stage: Stage, token: DeliveryToken, folder: String) {
        let store = try await Self.store.value
        let stage = try await Stage.make(store: { _ in store })
        let track = "t" + UUID().uuidString.lowercased()
        let prefix = try #require(DeliveryPrefix(track: track, revision: "r1-1"))
        let token = DeliverySigner(stage.ring).token(
            for: prefix, subject: "eve", duration: .seconds(60), at: stage.now)
        return (stage, token, "tracks/\(track)/r1-1/")
    }

    private func put(_ text: String, _ key: String, in stage: Stage) async throws {
        try await stage.store.put(.bytes(Array(text.utf8)), at: ObjectKey(key))
    }

    /// With curl, as anybody could.
    private func curl(_ arguments: [String]) async throws -> String {
        try await onThread { try Command.outcome(["/usr/bin/curl", "--silent"] + arguments).output }
    }

    @Test("A media playlist has a URL for each file, which the store serves to anybody")
    func playlist() async throws {
        let (stage, token, folder) = try await make()
        try await put(Self.playlist, folder + "aac-96/playlist.m3u8", in: stage)
        try await put("0123456789", folder + "aac-96/media.m4s", in: stage)
        let answer = try await stage.send("GET", token.path + "aac-96/playlist.m3u8")
        #expect(answer.status == 200)
        #expect(answer.headers["content-type"] == "application/vnd.apple.mpegurl")
        let lines = answer.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(lines[1].hasPrefix("#EXT-X-MAP:URI=\"http://") && lines[1].hasSuffix("\",BYTERANGE=\"4@0\""))
        #expect(lines[3] == "#EXT-X-BYTERANGE:6@4")
        #expect(lines[4] == lines[6], "one URL for one file")
        #expect(try await curl([lines[4]]) == "0123456789")
        #expect(try await curl(["--range", "4-5", lines[4]]) == "45")
        let seconds = try #require(lines[4].firstMatch(of: /X-Amz-Expires=(\d+)/)?.1)
        #expect(Int64(seconds) == token.expiresAt.seconds - stage.now.seconds)
    }

    @Test("A playlist that has ended is fetched once")
    func caching() async throws {
        let (stage, token, folder) = try await make()
        try await put(Self.playlist, folder + "p.m3u8", in: stage)
        let first = try await stage.send("GET", token.path + "p.m3u8")
        try await stage.store.delete([ObjectKey(folder + "p.m3u8")])
        #expect(first.status == 200)
        #expect(try await stage.send("GET", token.path + "p.m3u8").status == 200)
        #expect(try await stage.send("GET", token.path + "other.m3u8").status == 404)
    }

    @Test("What is no manifest is a redirect to the store, and a manifest stays relative")
    func redirect() async throws {
        let (stage, token, folder) = try await make()
        try await put("0123456789", folder + "aac-96/00001.m4s", in: stage)
        try await put("#EXTM3U\naac-96/playlist.m3u8\n", folder + "master.m3u8", in: stage)
        let segment = try await stage.send("GET", token.path + "aac-96/00001.m4s")
        #expect(segment.status == 307)
        #expect(try await curl([try #require(segment.headers["location"])]) == "0123456789")
        let head = try await stage.send("HEAD", token.path + "aac-96/00001.m4s")
        let answer = try await curl(["--head", try #require(head.headers["location"])])
        #expect(answer.hasPrefix("HTTP/1.1 200"))
        #expect(try await stage.send("GET", token.path + "master.m3u8").text == "#EXTM3U\naac-96/playlist.m3u8\n")
        #expect(try await stage.send("GET", token.path.replacing("/r1-1/", with: "/r1-2/") + "x.m4s").status == 403)
    }

    @Test("A proxy in front is told where a file is, and a name for it that all listeners share")
    func edge() async throws {
        let store = try await Self.store.value
        let stage = try await Stage.make(change: { $0.delivery = .edge }, store: { _ in store })
        let prefix = try #require(DeliveryPrefix(track: "edge", revision: "r1-1"))
        let paths = ["ada", "eve"].map { subject in
            DeliverySigner(stage.ring).token(for: prefix, subject: subject, duration: .seconds(60), at: stage.now).path
        }
        for name in ["aac-96/00001.m4s", "aac-96/playlist.m3u8"] {
            try await put("the \(name)", "tracks/edge/r1-1/" + name, in: stage)
            for path in paths {
                let answer = try await stage.send("GET", path + name)
                #expect(answer.status == 200 && answer.content.isEmpty)
                #expect(answer.headers["x-accel-redirect"] == "/edge/edge/r1-1/" + name)
                let url = try #require(answer.headers["x-lathe-object"])
                #expect(try await curl([url]) == "the \(name)")
            }
        }
        let altered = try await stage.send("GET", paths[0].replacing("/edge/", with: "/egde/") + "aac-96/00001.m4s")
        #expect(altered.status == 403)
        #expect(altered.headers["x-accel-redirect"] == nil && altered.headers["x-lathe-object"] == nil)
    }
}

/// Playlists with signed URLs, without a store.
struct PlaylistSignerTests {
    @Test(
        "Only media files of the package are signed",
        arguments: [
            ("a.m4s", "signed:tracks/t/r/aac/a.m4s"), ("../b.m4s", "signed:tracks/t/r/b.m4s"),
            ("a%20b.m4s", "signed:tracks/t/r/aac/a b.m4s"), ("../../x", "../../x"),
            ("../../../../../x", "../../../../../x"),
            ("https://example.com/a.m4s", "https://example.com/a.m4s"), ("/a.m4s", "/a.m4s"), ("b.m3u8", "b.m3u8"),
            ("# a comment", "# a comment"), ("", ""),
            ("#EXT-X-MAP:URI=\"i.mp4\"", "#EXT-X-MAP:URI=\"signed:tracks/t/r/aac/i.mp4\""),
        ])
    func signing(line: String, expected: String) throws {
        let signer = PlaylistSigner(folder: "tracks/t/r", playlist: "tracks/t/r/aac/p.m3u8") { "signed:" + $0 }
        #expect(String(decoding: try signer.signed(Array(line.utf8)), as: UTF8.self) == expected)
    }
}
