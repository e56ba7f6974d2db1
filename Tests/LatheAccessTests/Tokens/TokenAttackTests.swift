@testable internal import LatheAccess
internal import LatheCrypto
internal import SignedExamples
internal import Testing

/// What RFC 8725 §2 warns of, and what else was tried on verifiers before ours. Each token is signed as well as an
/// attacker can, so that only the rule under test stands in its way.
struct TokenAttackTests {
    @Test(
        "A header that names what we do not take is refused, though the signature is right",
        arguments: [
            (#"{"alg":"none","kid":"h"}"#, TokenRefusal.algorithm), (#"{"alg":"None","kid":"h"}"#, .algorithm),
            (#"{"alg":"hs256","kid":"h"}"#, .algorithm), (#"{"alg":"HS512","kid":"h"}"#, .algorithm),
            (#"{"alg":"","kid":"h"}"#, .algorithm), (#"{"alg":"RS256","kid":"h"}"#, .algorithm),
            (#"{"alg":"HS256"}"#, .header), (#"{"kid":"h"}"#, .header), (#"{"alg":1,"kid":"h"}"#, .header),
            (#"{"alg":["HS256"],"kid":"h"}"#, .header), (#"{"alg":"HS256","kid":7}"#, .header),
            (#"{"alg":"HS256","kid":null}"#, .header),
            (#"{"alg":"HS256","kid":"h","jwk":{"kty":"oct","k":"AA"}}"#, .header),
            (#"{"alg":"HS256","kid":"h","jku":"https://evil.example/keys"}"#, .header),
            (#"{"alg":"HS256","kid":"h","x5u":"https://evil.example/cert"}"#, .header),
            (#"{"alg":"HS256","kid":"h","x5c":["AA"]}"#, .header),
            (#"{"alg":"HS256","kid":"h","crit":["exp"]}"#, .header),
            (#"{"alg":"HS256","kid":"h","crit":[]}"#, .header), (#"{"alg":"HS256","kid":"h","b64":false}"#, .header),
            (#"{"alg":"HS256","kid":"h","zip":"DEF"}"#, .header), (#"{"alg":"HS256","kid":"h","cty":"JWT"}"#, .header),
            (#"{"alg":"dir","enc":"A256GCM","kid":"h"}"#, .header),
            (#"{"alg":"HS256","kid":"h","typ":"secevent+jwt"}"#, .header),
            (#"{"alg":"HS256","kid":"h","typ":1}"#, .header), (#"{"alg":"none","alg":"HS256","kid":"h"}"#, .malformed),
            (#"{"alg":"HS256","kid":"x","kid":"h"}"#, .malformed), (#"["alg"]"#, .malformed), ("", .malformed),
            (#"{"alg":"HS256","kid":"h"}x"#, .malformed),
        ])
    func header(header: String, refusal: TokenRefusal) throws {
        #expect(try Forge().refusal(Forge.token(header: header)) == refusal)
    }

    @Test(
        "A kid is a name in a table and nothing else",
        arguments: [
            "", "../../../../dev/null", "/dev/null", "h' OR '1'='1", "h\\u0000", "h ", " h", "H", "h\\n",
            "http://evil.example",
            "$(id)", "keys.json", String(repeating: "h", count: 5000),
        ])
    func kid(kid: String) throws {
        let header = #"{"alg":"HS256","kid":"\#(kid)"}"#
        for secret in [Forge.secret, []] {
            #expect(try Forge().refusal(Forge.token(header: header, secret: secret)) == .unknownKey)
        }
    }

    @Test("A public key is no HMAC secret, in whatever form it is taken")
    func confusion() throws {
        let forge = try Forge()
        for (kid, key) in [("r", try RFC7515.rsaKey), ("e", forge.ecKey.verifyingKey)] {
            let pem = try key.pem
            for secret in [pem, String(pem.dropLast()), pem.replacing("\n", with: "")] {
                let header = #"{"alg":"HS256","kid":"\#(kid)"}"#
                #expect(forge.refusal(Forge.token(header: header, secret: Array(secret.utf8))) == .algorithm)
                let own = Forge.token(header: #"{"alg":"HS256","kid":"h"}"#, secret: Array(secret.utf8))
                #expect(forge.refusal(own) == .signature)
            }
        }
        for (algorithm, kid) in [("RS256", "e"), ("ES256", "r"), ("PS256", "r"), ("none", "r")] {
            #expect(forge.refusal(Forge.token(header: #"{"alg":"\#(algorithm)","kid":"\#(kid)"}"#)) == .algorithm)
        }
    }

    @Test("A retired key, or one whose grace has passed, opens nothing")
    func retired() throws {
        for kid in ["gone", "over"] {
            for secret in [Forge.otherSecret, []] {
                let token = Forge.token(header: #"{"alg":"HS256","kid":"\#(kid)"}"#, secret: secret)
                #expect(try Forge().refusal(token) == .retiredKey)
            }
        }
    }

    @Test("A token that lacks its signature, or has another's, is refused")
    func signature() throws {
        let forge = try Forge()
        let parts = Forge.token().split(separator: ".")
        let other = Forge.token(claims: Forge.claims.replacing("artist", with: "admin"))
        let input = "\(parts[0]).\(parts[1])"
        #expect(forge.refusal("\(input).") == .signature)
        #expect(forge.refusal("\(input).AAAA") == .signature)
        #expect(forge.refusal("\(parts[0]).\(other.split(separator: ".")[1]).\(parts[2])") == .signature)
        #expect(forge.refusal(Forge.token(secret: Forge.otherSecret)) == .signature)
        #expect(forge.refusal(Forge.token(secret: [])) == .signature)
    }

    @Test("ES256 takes R and S, not DER, nor anything longer or of zeros")
    func es256() throws {
        let forge = try Forge()
        let header = Base64URL.text(Array(#"{"alg":"ES256","kid":"e"}"#.utf8))
        let input = "\(header).\(Base64URL.text(Array(Forge.claims.utf8)))"
        let signature = try forge.ecKey.signature(of: Array(input.utf8))
        #expect(forge.refusal("\(input).\(Base64URL.text(signature))") == nil)
        let der = [0x30, 70, 2, 33, 0] + signature[..<32] + [2, 33, 0] + signature[32...]
        let zeros = [UInt8](repeating: 0, count: 64)
        for wrong in [der, signature + [0], zeros, Array(signature.reversed()), [0] + signature] {
            #expect(forge.refusal("\(input).\(Base64URL.text(wrong))") == .signature)
        }
    }

    @Test("Only three parts of canonical base64url are a token")
    func form() throws {
        let forge = try Forge()
        let token = Forge.token()
        let parts = token.split(separator: ".").map(String.init)
        // 32 bytes end in a character with two bits to spare.
        let lastCharacters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        let last = try #require(token.last.flatMap { lastCharacters.firstIndex(of: $0) })
        let twin = token.dropLast() + String(lastCharacters[last ^ 1])
        let wrong = [
            "", ".", "..", "...", "a.b", token + ".", "." + token, token + "=", token + "==", token + " ", " " + token,
            token + "\n", token + "\0", String(twin), token + ".a.b", "Bearer " + token,
            "\(parts[0])=.\(parts[1]).\(parts[2])",
            "\(parts[0])\n.\(parts[1]).\(parts[2])", "\(parts[0]).\(parts[1]) .\(parts[2])",
            token.replacing("e", with: "+", maxReplacements: 1), token.replacing("e", with: "é", maxReplacements: 1),
        ]
        for text in wrong { #expect(forge.refusal(text) == .malformed, "\(text)") }
    }

    @Test("More than 8 KiB is refused unread")
    func size() throws {
        let forge = try Forge()
        #expect(forge.refusal(String(repeating: "a", count: 8193)) == .tooLarge)
        #expect(forge.refusal(String(repeating: "a", count: 8192)) == .malformed)
        #expect(forge.refusal(Forge.token(claims: Forge.claims + String(repeating: " ", count: 9000))) == .tooLarge)
        #expect(forge.refusal(String(repeating: ".", count: 8192)) == .malformed)
    }

    @Test("No altered byte of a token is taken")
    func altered() throws {
        let forge = try Forge()
        let token = Array(Forge.token().utf8)
        for index in token.indices {
            for byte in [token[index] ^ 1, token[index] ^ 32, 0x2E, 0] where byte != token[index] {
                var altered = token
                altered[index] = byte
                #expect(forge.verdict(String(decoding: altered, as: UTF8.self)).success == nil, "\(index) \(byte)")
            }
        }
        for end in token.indices {
            #expect(forge.verdict(String(decoding: token[..<end], as: UTF8.self)).success == nil)
        }
    }
}
