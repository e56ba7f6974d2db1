internal import Foundation
@testable internal import LatheAccess
internal import LatheCrypto
internal import Testing

struct DeliveryTests {
    private static let track = "0197a5c0-7b1e-7c3d-9e55-0123456789ab"
    private static let file = "aac/96/00001.m4s"
    private let forge: Forge
    private let prefix: DeliveryPrefix
    private let token: DeliveryToken

    init() throws {
        forge = try Forge()
        prefix = try #require(DeliveryPrefix(track: Self.track, revision: "r1-7"))
        token = DeliverySigner(forge.ring).token(for: prefix, subject: "ada", duration: .seconds(240), at: Forge.now)
    }

    private func verdict(
        _ path: String, _ method: String = "GET", at now: UnixTime = Forge.now
    ) -> Result<DeliveryGrant, DeliveryRefusal> {
        DeliveryVerifier(forge.ring).verify(rawPath: path, method: method, at: now)
    }

    @Test("The token is as documented: Python's hmac and hashlib computed the same")
    func knownAnswer() {
        #expect(token.text.hasPrefix("1.h.1798676100.") && token.text.utf8.count == 15 + 8 + 1 + 43)
        #expect(token.text == Self.expected)
        #expect(token.path == "/s/\(token.text)/\(Self.track)/r1-7/")
    }

    private static let expected = "1.h.1798676100._e5DDUC9.dpzwdI8hG5IuuUIiGaYZUx_4PQZTQeCNosfrVwf3FGg"

    @Test("A signed path opens every file below it, for GET and HEAD", arguments: ["GET", "HEAD"])
    func opened(method: String) {
        #expect(
            verdict(token.path + Self.file, method)
                == .success(
                    DeliveryGrant(
                        prefix: prefix, file: Self.file, subject: String(token.text.split(separator: ".")[3]),
                        expiresAt: token.expiresAt)))
        let grant = verdict(token.path + "master.m3u8", method).success
        #expect(grant?.path == "\(Self.track)/r1-7/master.m3u8")
        // Escapes of what needs none are another spelling of the same path (RFC 3986 §6.2.2.2).
        #expect(verdict(token.path + "%6daster%2Em3u8", method).success?.file == "master.m3u8")
        #expect(verdict("/s/\(token.text)/%30\(Self.track.dropFirst())/r1-7/a", method).success?.file == "a")
    }

    @Test("Another method is refused", arguments: ["POST", "PUT", "DELETE", "OPTIONS", "get", "", "GET ", "GET\0"])
    func method(method: String) {
        #expect(verdict(token.path + Self.file, method) == .failure(.method))
    }

    @Test("Another track, revision, listener or time is refused")
    func others() throws {
        let other = Self.track.dropLast() + "c"
        let fields = token.text.split(separator: ".").map(String.init)
        for path in ["\(other)/r1-7", "\(Self.track)/r1-8", "\(Self.track)/r1", "\(Self.track.uppercased())/r1-7"] {
            #expect(verdict("/s/\(token.text)/\(path)/\(Self.file)") == .failure(.signature))
        }
        let altered = [
            [fields[0], fields[1], "1798697700", fields[3], fields[4]],
            [fields[0], fields[1], "01798676100", fields[3], fields[4]],
            [fields[0], fields[1], fields[2], "AAAAAAAA", fields[4]], [fields[0], fields[1], fields[2], "", fields[4]],
            [fields[0], "old", fields[2], fields[3], fields[4]], [fields[0], fields[1], "", fields[3], fields[4]],
            [fields[0], fields[1], fields[2], fields[3], ""],
        ]
        for fields in altered {
            #expect(verdict("/s/\(fields.joined(separator: "."))/\(prefix.text)/a") == .failure(.signature))
        }
    }

    @Test("A kid that is unknown, retired, over or of a public key is refused")
    func kids() {
        let fields = token.text.split(separator: ".").map(String.init)
        for (kid, refusal) in [
            ("nobody", DeliveryRefusal.unknownKey), ("gone", .retiredKey), ("over", .retiredKey), ("r", .unknownKey),
            ("", .malformed), ("a b", .malformed), (String(repeating: "h", count: 33), .malformed),
        ] {
            let text = "1.\(kid).\(fields[2]).\(fields[3]).\(fields[4])"
            #expect(verdict("/s/\(text)/\(prefix.text)/a") == .failure(refusal))
        }
    }

    @Test("No altered, shortened or lengthened token opens anything")
    func altered() {
        let text = Array(token.text.utf8)
        for index in text.indices {
            for byte in [text[index] ^ 1, text[index] ^ 32, 0x2E] where byte != text[index] {
                var altered = text
                altered[index] = byte
                let path = "/s/\(String(decoding: altered, as: UTF8.self))/\(prefix.text)/a"
                #expect(verdict(path).success == nil, "\(index) \(byte)")
            }
        }
        for end in text.indices {
            #expect(verdict("/s/\(String(decoding: text[..<end], as: UTF8.self))/\(prefix.text)/a").success == nil)
        }
        for more in ["=", ".", "A", "%41", " "] {
            #expect(verdict("/s/\(token.text)\(more)/\(prefix.text)/a").success == nil)
        }
    }

    @Test("It ends on its second, and a token from further ahead than any we sign is not taken yet")
    func times() {
        #expect(verdict(token.path + "a", at: token.expiresAt + -1).success != nil)
        #expect(verdict(token.path + "a", at: token.expiresAt) == .failure(.expired))
        #expect(verdict(token.path + "a", at: UnixTime(.max)) == .failure(.expired))
        let early = token.expiresAt + -(6 * 3600 + 300)
        #expect(verdict(token.path + "a", at: early).success != nil)
        #expect(verdict(token.path + "a", at: early + -1) == .failure(.notYetValid))
    }

    @Test(
        "A path that might mean another to someone behind us is refused",
        arguments: [
            "..", "../x", "a/../../x", ".", "./a", "a/./b", "a/..", "%2e%2e/x", "%2e%2e%2fx", ".%2e/x", "%2E./x",
            "a%2fb", "a%2Fb",
            "a%5cb", "a\\b", "a%00", "a\0", "%00", "%252f", "%252e%252e", "%25", "a%", "a%2", "a%zz", "a%u002f", "",
            "a/", "a//b", "/a",
            "a?b", "a#b", "a;b", "a b", "a+b", "a%20b", "a%0d%0a", "a\r\n", "é", "%c3%a9", "%c0%ae%c0%ae/x",
            "\u{FF0E}\u{FF0E}/x",
            "a*", "~a|b", "a\"b", "<a>", "a:b", "a@b",
        ])
    func paths(file: String) {
        #expect(verdict(token.path + file) == .failure(.path))
    }

    @Test(
        "What is not below /s/ with a token, a track, a revision and a file is refused",
        arguments: [
            "", "/", "/s", "/s/", "/s/TOKEN", "/s/TOKEN/a", "/s/TOKEN/a/b", "/S/TOKEN/a/b/c", "//s/TOKEN/a/b/c",
            "s/TOKEN/a/b/c", "/s/TOKEN/../b/c", "/s/TOKEN/a/../c", "http://h/s/TOKEN/a/b/c", "/s/TOKEN//a/b",
        ])
    func shapes(path: String) {
        #expect(verdict(path.replacing("TOKEN", with: token.text)).failure == .path)
    }

    @Test("A path is read up to a length, not to its end")
    func long() {
        #expect(verdict(token.path + String(repeating: "a", count: 3000)) == .failure(.path))
        #expect(verdict(token.path + String(repeating: "a/", count: 900) + "a") == .failure(.path))
        #expect(verdict("/s/" + String(repeating: "/", count: 2000)) == .failure(.path))
        #expect(verdict("/s/" + String(repeating: ".", count: 1000) + "/a/b/c") == .failure(.malformed))
        #expect(verdict("/s//\(token.text)/a/b/c") == .failure(.malformed))
    }

    @Test(
        "A name that cannot stand in a URL as it is has no prefix",
        arguments: ["", ".", "..", "a/b", "a%b", "é", "a b", "a\0", String(repeating: "a", count: 101)])
    func prefixes(name: String) {
        #expect(DeliveryPrefix(track: name, revision: "r") == nil)
        #expect(DeliveryPrefix(track: "t", revision: name) == nil)
    }

    @Test("The key of delivery is not that of bearer tokens")
    func derived() {
        // An edge that holds the derived key signs a bearer token with it.
        let key = HMACSHA256.code(of: Array("lathe delivery 1".utf8), key: Forge.secret)
        #expect(forge.refusal(Forge.token(secret: key)) == .signature)
    }
}
