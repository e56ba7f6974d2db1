@testable internal import LatheAccess
internal import LatheCrypto
internal import SignedExamples
internal import Testing

struct TokenVerifierTests {
    @Test("A token says who calls")
    func accepted() throws {
        #expect(
            try Forge().verdict(Forge.token())
                == .success(Principal(subject: "ada", role: .artist, expiresAt: UnixTime(1_798_678_800))))
    }

    @Test(
        "The forms that the standards leave free are taken",
        arguments: [
            #"{"alg":"HS256","kid":"h","typ":"JWT"}"#, #"{"typ":"at+jwt","kid":"h","alg":"HS256"}"#,
            #"{"alg":"HS256","kid":"h","typ":"application/JWT"}"#, " {\"alg\" :\r\n\"HS256\",\t\"kid\":\"h\"} ",
            #"{"alg":"HS256","kid":"h","x5t":"abc"}"#, #"{"\u0061lg":"HS256","kid":"h"}"#,
        ])
    func headers(header: String) throws {
        #expect(try Forge().verdict(Forge.token(header: header)).success?.subject == "ada")
    }

    @Test("The tokens of RFC 7515 A.1 to A.3 have the right signatures")
    func vectors() throws {
        let secret = HMACSHA256Key(SecretBytes(Base64URL.bytes(RFC7515.secret) ?? []))
        let keys: [(TokenKey, String)] = [
            (.shared(secret), RFC7515.hs256), (.published(try RFC7515.rsaKey), RFC7515.rs256),
            (.published(try RFC7515.p256Key), RFC7515.es256),
        ]
        for (key, token) in keys {
            let parts = token.split(separator: ".")
            let input = Array("\(parts[0]).\(parts[1])".utf8)
            #expect(key.isValid(Base64URL.bytes(parts[2]) ?? [], for: input))
            // They have no kid, and so we do not take them.
            #expect(try Forge().refusal(token) == .header)
        }
    }

    @Test("A key that was replaced verifies until its moment, and not from then on")
    func grace() throws {
        let forge = try Forge()
        let token = Forge.token(header: #"{"alg":"HS256","kid":"old"}"#, secret: Forge.otherSecret)
        #expect(forge.refusal(token, at: Forge.now + 59) == nil)
        #expect(forge.refusal(token, at: Forge.now + 60) == .retiredKey)
    }

    @Test("What was found good counts for five seconds more, never beyond the token's end, and for this token alone")
    func recent() throws {
        let forge = try Forge()
        let verifier = TokenVerifier(policy: Forge.policy, ring: forge.ring)
        func refusal(_ token: String, _ seconds: Int64) -> TokenRefusal? {
            verifier.verify(token, at: UnixTime(Forge.now.seconds + seconds)).failure
        }
        let token = Forge.token(header: #"{"alg":"HS256","kid":"old"}"#, secret: Forge.otherSecret)
        #expect([58, 63, 64].map { refusal(token, $0) } == [nil, nil, .retiredKey])
        #expect(refusal(token, 57) == nil, "the clock was put back: verified anew")
        #expect(refusal(token.dropLast() + (token.last == "A" ? "B" : "A"), 58) == .signature)
        let short = Forge.token(claims: Forge.claims.replacing("1798678800", with: "1798675201"))
        #expect([0, 30, 31].map { refusal(short, $0) } == [nil, nil, .expired])
    }

    @Test("Times count to the second, with the leeway on our side")
    func times() throws {
        let forge = try Forge()
        let end = UnixTime(1_798_678_800)
        #expect(forge.refusal(Forge.token(), at: end + 29) == nil)
        #expect(forge.refusal(Forge.token(), at: end + 30) == .expired)
        for claim in ["nbf", "iat"] {
            let claims = Forge.claims.dropLast() + #","\#(claim)":1798675300}"#
            #expect(forge.refusal(Forge.token(claims: String(claims)), at: UnixTime(1_798_675_270)) == nil)
            #expect(forge.refusal(Forge.token(claims: String(claims)), at: UnixTime(1_798_675_269)) == .notYetValid)
        }
    }

    @Test("The leeway has bounds")
    func leeway() {
        #expect(TokenPolicy(issuer: "", audience: "", leeway: .max).leeway == 300)
        #expect(TokenPolicy(issuer: "", audience: "", leeway: -5).leeway == 0)
    }
}
