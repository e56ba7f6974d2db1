internal import Foundation
internal import LatheAccess
@testable internal import LatheCatalog
internal import LatheCrypto
@testable internal import LatheService
internal import LatheStorage
internal import Testing

/// Signed paths over the router: who gets what, and how long it may be kept.
struct DeliveryTests {
    private static let segment = [UInt8]("0123456789".utf8)

    /// A package with one segment and one growing playlist.
    private func publish(in stage: Stage) async throws -> DeliveryToken {
        for (name, type, caching, bytes) in [
            ("aac-96/00001.m4s", "audio/mp4", "public, max-age=31536000, immutable", Self.segment),
            ("aac-96/playlist.m3u8", "application/vnd.apple.mpegurl", "public, max-age=2", [UInt8]("#EXTM3U\n".utf8)),
        ] {
            try await stage.store.put(
                .bytes(bytes), at: ObjectKey("tracks/t1/r1-1/\(name)"),
                as: ObjectAttributes(contentType: type, cacheControl: caching))
        }
        return try token(in: stage)
    }

    private func token(in stage: Stage, track: String = "t1") throws -> DeliveryToken {
        let prefix = try #require(DeliveryPrefix(track: track, revision: "r1-1"))
        return DeliverySigner(stage.ring).token(for: prefix, subject: "eve", duration: .seconds(60), at: stage.now)
    }

    @Test("A segment is served whole, with what players and caches must know")
    func segment() async throws {
        let stage = try await Stage.make()
        let token = try await publish(in: stage)
        let answer = try await stage.send("GET", token.path + "aac-96/00001.m4s")
        let digest = Self.segment.withUnsafeBytes { SHA256Digest(of: $0) }
        let seconds = token.expiresAt.seconds - stage.now.seconds
        #expect(answer.status == 200)
        #expect(answer.content == Self.segment)
        #expect(answer.headers["content-type"] == "audio/mp4")
        #expect(answer.headers["etag"] == "\"\(digest)\"")
        #expect(answer.headers["accept-ranges"] == "bytes")
        #expect(answer.headers["cache-control"] == "public, max-age=31536000, immutable, s-maxage=\(seconds)")
        #expect(answer.headers["access-control-allow-origin"] == "*")
        #expect(answer.headers["access-control-expose-headers"]?.contains("Content-Range") == true)
        #expect(answer.headers["x-content-type-options"] == "nosniff")
    }

    @Test("A playlist that grows is kept for two seconds")
    func playlist() async throws {
        let stage = try await Stage.make()
        let answer = try await stage.send("GET", try await publish(in: stage).path + "aac-96/playlist.m3u8")
        #expect(answer.headers["cache-control"] == "public, max-age=2")
        #expect(answer.headers["content-type"] == "application/vnd.apple.mpegurl")
    }

    @Test(
        "Ranges and conditions are honoured",
        arguments: [
            (["Range": "bytes=2-5"], 206, "2345"), (["Range": "bytes=-1"], 206, "9"),
            (["Range": "bytes=10-"], 416, nil),
            (["If-None-Match": "*"], 304, ""), (["If-None-Match": "\"x\""], 200, "0123456789"),
            (["If-Match": "\"x\""], 412, nil), (["Range": "bytes=0-0", "If-Range": "\"x\""], 200, "0123456789"),
        ] as [([String: String], Int, String?)])
    func conditions(headers: [String: String], status: Int, content: String?) async throws {
        let stage = try await Stage.make()
        let path = try await publish(in: stage).path + "aac-96/00001.m4s"
        let answer = try await stage.send("GET", path, headers: headers)
        #expect(answer.status == status)
        if let content { #expect(answer.text == content) }
        #expect(answer.headers["access-control-allow-origin"] == "*", "players must see errors, too")
    }

    @Test("HEAD says what GET would send")
    func head() async throws {
        let stage = try await Stage.make()
        let path = try await publish(in: stage).path + "aac-96/00001.m4s"
        let (get, head) = (try await stage.send("GET", path), try await stage.send("HEAD", path))
        #expect(head.status == 200)
        #expect(head.headers == get.headers)
    }

    @Test("A file that appears after it was missed is served")
    func appearing() async throws {
        let stage = try await Stage.make()
        let path = try await publish(in: stage).path + "aac-96/00002.m4s"
        let miss = try await stage.send("GET", path)
        #expect(miss.status == 404)
        #expect(miss.headers["cache-control"] == "no-store")
        try await stage.store.put(.bytes([1, 2, 3]), at: ObjectKey("tracks/t1/r1-1/aac-96/00002.m4s"))
        #expect(try await stage.send("GET", path).content == [1, 2, 3])
    }

    @Test("Browsers may ask before they ask")
    func preflight() async throws {
        let stage = try await Stage.make()
        let answer = try await stage.send("OPTIONS", try token(in: stage).path + "x.m4s")
        #expect(answer.status == 204)
        #expect(answer.headers["access-control-allow-methods"] == "GET, HEAD")
        #expect(answer.headers["access-control-allow-headers"]?.contains("Range") == true)
    }

    enum Attack: CaseIterable {
        case altered, otherTrack, otherRevision, expired, noToken, emptyFile, parent, encodedParent, encodedSlash
        case backslash, nul, doubleEncoded, outside, link, unknownKid, put
    }

    @Test("What a token does not open stays shut", arguments: Attack.allCases)
    func refusal(attack: Attack) async throws {
        let stage = try await Stage.make()
        let token = try await publish(in: stage)
        try await stage.store.put(.bytes([7]), at: ObjectKey("masters/secret"))
        try await stage.store.put(.bytes([7]), at: ObjectKey("tracks/t2/r1-1/aac-96/00001.m4s"))
        let file = "aac-96/00001.m4s"
        let (path, status): (String, Set<Int>) =
            switch attack {
            case .altered: (token.path.replacing(".", with: "_", maxReplacements: 1) + file, [403])
            case .otherTrack: (token.path.replacing("/t1/", with: "/t2/") + file, [403])
            case .otherRevision: (token.path.replacing("/r1-1/", with: "/r1-2/") + file, [403])
            case .expired: (token.path + file, [410])
            case .noToken: ("/s//t1/r1-1/" + file, [403, 404])
            case .emptyFile: (token.path, [404])
            case .parent: (token.path + "../../masters/secret", [400, 404])
            case .encodedParent: (token.path + "%2e%2e/%2e%2e/%2e%2e/masters/secret", [400, 404])
            case .encodedSlash: (token.path + "..%2f..%2f..%2fmasters/secret", [400, 404])
            case .backslash: (token.path + "..%5c..%5cmasters", [400, 404])
            case .nul: (token.path + "aac-96/00001.m4s%00.m3u8", [400, 404])
            case .doubleEncoded: (token.path + "%252e%252e/secret", [400, 404])
            case .outside: ("/s/\(token.text)/masters/secret/x", [403])
            case .link: (token.path + "link.m4s", [404])
            case .unknownKid: ("/s/1.nobody.\(token.expiresAt.seconds).AAAAAAAA.AAAA/t1/r1-1/" + file, [403])
            case .put: (token.path + file, [405])
            }
        if attack == .expired { stage.move(bySeconds: token.expiresAt.seconds - stage.now.seconds) }
        if attack == .link {
            symlink("/etc/passwd", stage.folder + "/store/tracks/t1/r1-1/link.m4s")
        }
        let answer = try await stage.send(attack == .put ? "PUT" : "GET", path)
        #expect(status.contains(answer.status), "\(path) gave \(answer.status)")
        #expect(!answer.content.contains(7))
    }

    @Test("A listener who asks too much is told when to come back")
    func limit() async throws {
        let policy = RatePolicy(perSubject: RateLimit(2, per: 60), perAddress: RateLimit(100, per: 60))
        let start = ContinuousClock.now
        let stage = try await Stage.make(limiter: RateLimiter([.stream: policy], now: { start }))
        let path = try await publish(in: stage).path + "aac-96/00001.m4s"
        var statuses: [Int] = []
        for _ in 0..<3 { statuses.append(try await stage.send("GET", path).status) }
        #expect(statuses == [200, 200, 429])
    }

    @Test("The links of a track lead to its files, and are the same for five minutes")
    func links() async throws {
        let stage = try await Stage.make()
        func rendition(_ name: String, _ codec: String, _ file: String?) -> PublishedPackage.Rendition {
            .init(
                name: name, codec: codec, bitsPerSecond: 96_000, sampleRate: 44100, channels: 2, playlist: nil,
                progressive: file)
        }
        let track = LatheCatalog.Stream(
            trackID: "t1", albumID: nil, title: "x", revisionID: "r1", prefix: "tracks/t1/r1-1/", duration: 60,
            loudness: nil, truePeak: nil,
            renditions: [rendition("aac-96", "aac", nil), rendition("mp3-320", "mp3", "mp3-320/track.mp3")])
        let links = try stage.service.delivery.links(to: track, for: "eve", at: stage.now)
        let base = "http://music.example" + (try token(in: stage).path)
        #expect(
            links
                == StreamLinks(
                    hls: base + "master.m3u8", dash: base + "manifest.mpd",
                    progressive: ["mp3-320": base + "mp3-320/track.mp3"], waveform: base + "waveform.json",
                    expiresAt: try token(in: stage).expiresAt))
    }
}
